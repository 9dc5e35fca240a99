const names = (words: string, from: number) => new Map(words.split(' ').map((word, i) => [word, i + from]));
const months = names('JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC', 1);
const days = names('SUN MON TUE WED THU FRI SAT', 1);
const none = new Map<string, number>();

/** Minutes, hours, day of month, month, day of week, year: minimum, maximum, names, and special characters. */
const fields = [
  [0, 59, none, /^$/],
  [0, 23, none, /^$/],
  [1, 31, none, /^(\?|L|LW|([1-9]|[12]\d|3[01])W)$/],
  [1, 12, months, /^$/],
  [1, 7, days, /^(\?|L|[1-7]L|[1-7]#[1-5])$/],
  [1970, 2199, none, /^$/],
] as const;

/** Why AWS would refuse a schedule; `undefined` if it is valid. */
export const mistakeIn = (expression: string): string | undefined => {
  const [, amount, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (amount) {
    const right = `rate(${amount} ${unit}${amount === '1' ? '' : 's'})`;
    return Number(amount) > 0 && expression === right ? undefined : `${expression} is no rate`;
  }
  const parts = /^cron\((.+)\)$/.exec(expression)?.[1]?.split(' ');
  if (parts?.length !== 6) return `${expression} is neither a rate nor six fields of a cron`;
  if ((parts[2] === '?') === (parts[4] === '?')) return `${expression} needs exactly one ? for its days`;
  const wrong = parts.find((part, i) => !part.split(',').every((item) => fits(item, fields[i]!)));
  return wrong === undefined ? undefined : `${expression} does not make sense at ${wrong}`;
};

// `*`, `5`, `1-5`, `MON-FRI`, `*/15`, `0/15`: alone or in a list.
const fits = (item: string, [least, most, words, special]: (typeof fields)[number]): boolean => {
  if (special.test(item)) return true;
  const [range = '', step, ...more] = item.split('/');
  if (more.length || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
  if (range === '*') return true;
  const ends = range.split('-').map((end) => words.get(end) ?? (/^\d+$/.test(end) ? Number(end) : Number.NaN));
  return ends.length <= 2 && ends.every((end) => end >= least && end <= most);
};
