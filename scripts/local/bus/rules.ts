import type { Bus, PublishedEvent } from '@waybill/kernel/platform';
import { localRegion } from '../region.ts';

/** An EventBridge event pattern in JSON. */
export interface Pattern {
  readonly [field: string]: unknown;
}

export interface Rule {
  readonly queue: string;
  readonly pattern: Pattern;
}

/** Whether an event matches a pattern: every field named must match one of its matchers; `$or` needs one branch. */
export const matches = (pattern: Pattern, event: unknown): boolean =>
  Object.entries(pattern).every(([field, expected]) => {
    if (field === '$or' && Array.isArray(expected)) return expected.some((branch: Pattern) => matches(branch, event));
    const actual = isObject(event) && Object.hasOwn(event, field) ? event[field] : undefined;
    if (Array.isArray(expected)) return expected.some((matcher) => fits(matcher, actual));
    const within = expected as Pattern;
    return Array.isArray(actual) ? actual.some((item) => matches(within, item)) : matches(within, actual);
  });

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const fits = (matcher: unknown, actual: unknown): boolean => {
  if (isObject(matcher) && 'exists' in matcher) return matcher.exists === (actual !== undefined);
  if (actual === undefined) return false;
  if (isObject(matcher) && 'anything-but' in matcher) {
    const values = [actual].flat();
    return values.length > 0 && values.every((value) => !isNamed(matcher['anything-but'], value));
  }
  return [actual].flat().some((value) => fitsOne(matcher, value));
};

/** `anything-but` takes a value, a list of them, or one more operator over such a list. */
const isNamed = (excluded: unknown, value: unknown): boolean => {
  if (Array.isArray(excluded)) return excluded.some((one) => fitsOne(one, value));
  if (!isObject(excluded)) return fitsOne(excluded, value);
  const [[operator, operands]] = Object.entries(excluded) as [[string, unknown]];
  return [operands].flat().some((operand) => fitsOne({ [operator]: operand }, value));
};

const fitsOne = (matcher: unknown, value: unknown): boolean => {
  if (!isObject(matcher)) return matcher === value;
  const [[operator, operand]] = Object.entries(matcher) as [[string, unknown]];
  return operators[operator]?.(operand, value) ?? false;
};

const lower = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : undefined);

/** `prefix` and `suffix` may ignore case. */
const affix =
  (has: (text: string, part: string) => boolean) =>
  (part: unknown, value: unknown): boolean => {
    if (typeof value !== 'string') return false;
    if (!isObject(part)) return has(value, String(part));
    return has(value.toLowerCase(), String(part['equals-ignore-case']).toLowerCase());
  };

const compare: Record<string, (a: number, b: number) => boolean> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

const operators: Record<string, (operand: unknown, value: unknown) => boolean> = {
  prefix: affix((text, part) => text.startsWith(part)),
  suffix: affix((text, part) => text.endsWith(part)),
  'equals-ignore-case': (operand, value) => lower(value) === lower(operand) && typeof value === 'string',
  wildcard: (operand, value) => typeof value === 'string' && wildcard(String(operand)).test(value),
  numeric: (operand, value) =>
    typeof value === 'number' &&
    (operand as (string | number)[]).every(
      (sign, i, all) => i % 2 === 1 || (compare[sign]?.(value, all[i + 1] as number) ?? false),
    ),
};

/** `*` matches any characters; `\*` and `\\` are literal. */
const wildcard = (text: string) => {
  const parts = text.replace(/\\[*\\]|\*|[^*\\]+|\\/g, (part) =>
    part === '*' ? '.*' : part.replace(/^\\([*\\])$/, '$1').replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  return new RegExp(`^${parts}$`, 's');
};

/** An event as EventBridge delivers it. */
export type BusEvent = ReturnType<typeof eventOf>;

interface BusOptions {
  readonly rules: readonly Rule[];
  readonly send: (queue: string, event: object) => Promise<void> | void;
  /** Called with every event once all its queues have it. */
  readonly onPublished?: (event: BusEvent) => void;
}

/** EventBridge on one machine: sends an event to the queue of every matching rule. */
export const localBus = ({ rules, send, onPublished = () => {} }: BusOptions): Bus => ({
  publish: async (envelopes) => {
    await Promise.all(
      envelopes.map(async (envelope) => {
        const event = eventOf(envelope);
        for (const { queue, pattern } of rules) if (matches(pattern, event)) await send(queue, event);
        onPublished(event);
      }),
    );
    return [];
  },
});

const eventOf = (envelope: PublishedEvent) => ({
  version: '0',
  id: envelope.id,
  'detail-type': envelope.type,
  source: `waybill.${envelope.context}`,
  account: '000000000000',
  time: envelope.at,
  region: localRegion,
  resources: [],
  detail: envelope,
});
