import { digest } from '../ids.ts';

/**
 * The validator of a response (RFC 9110 §8.8.3): its `version`, if it has one, and a digest of its content without
 * `asOf`, the time at which it was read.
 */
export const entityTag = ({ asOf: _, ...content }: Readonly<Record<string, unknown>>): string => {
  const version = typeof content.version === 'number' ? `${content.version}-` : '';
  return `"${version}${digest(JSON.stringify(content))}"`;
};
