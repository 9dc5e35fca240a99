/** Why nothing can be made, in a sentence for whoever asked. */
export class Refused extends Error {}

/** One of these, or a sentence that lists them. */
export const oneOf = (what: string, name: string | undefined, known: Iterable<string>): string => {
  const all = [...known].toSorted();
  if (name !== undefined && all.includes(name)) return name;
  throw new Refused(`--${what} must be one of ${all.join(', ')}${name === undefined ? '' : `, not ${name}`}.`);
};
