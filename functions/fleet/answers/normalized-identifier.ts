/** The normalized form of a licence or a registration: its letters and digits, in upper case. */
export const normalizedIdentifier = (value: string): string =>
  value
    .normalize('NFKC')
    .toUpperCase()
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]/gu, '');
