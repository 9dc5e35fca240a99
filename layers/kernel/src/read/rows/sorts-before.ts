/**
 * As DynamoDB sorts strings: by their UTF-8 bytes, which is the order of code points. JavaScript's `<` compares UTF-16
 * units.
 */
export const sortsBefore = (a: string, b: string): boolean =>
  ascii.test(a) && ascii.test(b) ? a < b : Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
const ascii = /^[\x00-\x7f]*$/;
