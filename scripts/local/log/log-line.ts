/** A readable log line: time, level, message, and the rest as `name=value`. */
export const logLine = ({ at, level, message, ...about }: Readonly<Record<string, unknown>>): string => {
  const rest = Object.entries(about).map(([name, value]) => `${name}=${inWords(value)}`);
  return [String(at).slice(11, 23), String(level).padEnd(5), String(message).padEnd(16), ...rest].join('  ').trimEnd();
};

const inWords = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
