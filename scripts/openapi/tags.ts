/** A group of operations, in the order in which users need them. */
export interface Tag {
  readonly name: string;
  readonly description: string;
  /** Path prefixes of its operations; the longest match wins. */
  readonly under: readonly string[];
  /** The operations that come first, by name; the others are sorted by path. */
  readonly first?: readonly string[];
}

/** `/api-keys/{apiKeyId}` → `Api keys`, where no tag is declared. */
const madeUp = (path: string): string => {
  const [, segment = ''] = path.split('/');
  return segment.charAt(0).toUpperCase() + segment.slice(1).replaceAll('-', ' ');
};

/** The tag of a path. */
export const tagOf = (tags: readonly Tag[], path: string): string => {
  const prefixes = tags.flatMap(({ name, under }) => under.map((prefix) => ({ name, prefix })));
  const [found] = prefixes
    .filter(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`))
    .toSorted((a, b) => b.prefix.length - a.prefix.length);
  return found?.name ?? madeUp(path);
};

/** The sort key of an operation: its tag, the tag's first operations, then its path. */
export const rankOf = (tags: readonly Tag[], path: string, name: string): readonly [number, number, string] => {
  const tag = tags.findIndex((it) => it.name === tagOf(tags, path));
  const place = tags[tag]?.first?.indexOf(name) ?? -1;
  return [tag < 0 ? tags.length : tag, place < 0 ? Number.MAX_SAFE_INTEGER : place, `${path} ${name}`];
};
