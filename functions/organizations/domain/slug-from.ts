const longest = 48;

/** A name as it stands in links: small letters, digits and single dashes. */
export const slugFrom = (name: string): string => {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longest)
    .replace(/^-+|-+$/g, '');
  return slug.length < 2 ? 'organization' : slug;
};
