const longest = 48;

/** A slug from a name: lower-case letters, digits and single dashes. */
export const slugFrom = (name: string): string => {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longest)
    .replace(/^-+|-+$/g, '');
  return slug.length < 2 ? 'organization' : slug;
};
