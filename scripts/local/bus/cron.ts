/** Schedules that EventBridge accepts: a period, or a cron pattern of six fields. */
export type Timing = { readonly everyMs: number } | { readonly cron: string };

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
  /** AWS keywords that only this field accepts. */
  readonly special?: RegExp;
}

const fields: readonly Field[] = [
  { name: 'minutes', min: 0, max: 59 },
  { name: 'hours', min: 0, max: 23 },
  { name: 'day-of-month', min: 1, max: 31, special: /^(\?|L|LW|([1-9]|[12]\d|3[01])W)$/ },
  { name: 'month', min: 1, max: 12, names: months },
  { name: 'day-of-week', min: 1, max: 7, names: weekdays, special: /^(\?|L|[1-7]L|[1-7]#[1-5])$/ },
  { name: 'year', min: 1970, max: 2199 },
];

/** Parses `rate(5 minutes)` or `cron(15 2 * * ? *)`, as strictly as AWS; returns croner's pattern for the latter. */
export const timingOf = (every: string): Timing => {
  const wrong = (why: string) => new Error(`${every} is not a schedule EventBridge takes: ${why}.`);
  const [, count, unit, plural] = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(every) ?? [];
  if (unit) {
    if (Number(count) < 1) throw wrong('the rate must be at least 1');
    if ((Number(count) === 1) !== (plural === ''))
      throw wrong('1 goes with a singular unit, anything else with a plural');
    return { everyMs: Number(count) * unitMs[unit as keyof typeof unitMs] };
  }
  const [, words] = /^cron\((.*)\)$/.exec(every) ?? [];
  if (words === undefined) throw wrong('it is neither rate(n unit) nor cron(six fields)');
  const parts = words.split(' ');
  if (parts.length !== fields.length) throw wrong(`it has ${parts.length} fields instead of six`);
  if ((parts[2] === '?') === (parts[4] === '?'))
    throw wrong('one of day-of-month and day-of-week must be ?, the other not');
  const read = parts.map((part, i) => {
    const terms = part.split(',').map((term) => termOf(term, fields[i]!));
    if (terms.includes(undefined)) throw wrong(`${part} is no ${fields[i]!.name}`);
    if (terms.length > 1 && terms.some((term) => fields[i]!.special?.test(term!)))
      throw wrong(`${part} cannot be a list`);
    return terms.join(',');
  });
  return { cron: `0 ${read.map((part, i) => croner(part, i)).join(' ')}` };
};

/** A term with its names as numbers and a range that wraps around split in two; `undefined` if malformed. */
const termOf = (term: string, { min, max, names = [], special }: Field): string | undefined => {
  const upper = term.toUpperCase();
  const plain = names.reduce((text, name, i) => text.replace(name, `${i + min}`), upper);
  if (special?.test(plain)) return plain;
  const [, from, to, step] = /^(\*|\d+)(?:-(\d+))?(?:\/(\d+))?$/.exec(plain) ?? [];
  if (from === undefined || (from === '*' && to !== undefined) || step === '0') return undefined;
  const numbers = [from, to].filter((bound) => bound !== undefined && bound !== '*').map(Number);
  if (numbers.some((number) => number < min || number > max)) return undefined;
  if (to === undefined || Number(from) <= Number(to)) return plain;
  const by = step === undefined ? '' : `/${step}`;
  return step === undefined
    ? `${from}-${max},${min}-${to}`
    : wrapped(Number(from), Number(to), Number(by.slice(1)), min, max);
};

/** The values of a stepped range that wraps around. */
const wrapped = (from: number, to: number, step: number, min: number, max: number) => {
  const length = max - min + 1;
  const count = Math.floor((to - from + length) / step) + 1;
  return Array.from({ length: count }, (_, i) => ((from - min + i * step) % length) + min).join(',');
};

/** Terms that croner writes differently: the last of a weekday, and the last weekday of a month. */
const croner = (part: string, field: number) => {
  if (field !== 4) return part;
  return part === 'L' ? '7' : part.replace(/^([1-7])L$/, '$1#L');
};
