import { z } from '@waybill/kernel';

/** `/deliveries` is that path; `/deliveries/*` is every path below it, and not itself; `/*` is every path. */
const pattern = z
  .string()
  .max(200)
  .regex(/^(?:\/[\w.~-]+)+(?:\/\*)?$|^\/\*$/, 'must be a path like /deliveries, or all below one like /deliveries/*')
  .refine((path) => !isOdd(path.replace(/\/\*$/, '') || '/_'), 'must not have . or .. in it');

export const keyPaths = () => z.array(pattern).min(1).max(20);

/**
 * Whether a path fits one of the patterns. An encoded or not normalised path fits none, because it may lead elsewhere.
 */
export const isOpenTo = (patterns: readonly string[], asked: string): boolean => {
  const path = asked.length > 1 ? asked.replace(/\/$/, '') : asked;
  return !isOdd(path) && patterns.some((pattern) => fits(pattern, path));
};

const fits = (pattern: string, path: string): boolean =>
  pattern.endsWith('/*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;

const isOdd = (path: string): boolean =>
  path.includes('%') ||
  path
    .slice(1)
    .split('/')
    .some((part) => part === '' || part === '.' || part === '..');
