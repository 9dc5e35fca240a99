/** What two spellings of a licence or a registration have in common: letters and digits, in capitals. */
export const essence = (value: string): string =>
  value
    .normalize('NFKC')
    .toUpperCase()
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]/gu, '');
