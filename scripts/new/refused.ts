/** The reason why nothing can be generated, in a sentence for the user. */
export class Refused extends Error {}

/** The value, if it is one of these; otherwise throws a sentence that lists them. */
export const oneOf = (what: string, name: string | undefined, known: Iterable<string>): string => {
  const all = [...known].toSorted();
  if (name !== undefined && all.includes(name)) return name;
  throw new Refused(`--${what} must be one of ${all.join(', ')}${name === undefined ? '' : `, not ${name}`}.`);
};
