const longest = 60;

/**
 * Text of a user as it may appear in a mail: one line of plain text in which mail programs find no link, address, phone
 * number or markup, without invisible characters or changes of the direction of the text. Names like `Booking.com` or
 * `St.Mary` lose the dot, which would make them a link.
 */
export const plainText = (text: string): string => {
  const letters = [...stripped(text)];
  if (letters.length <= longest) return letters.join('');
  const start = letters.slice(0, longest - 1).join('');
  return `${start.trimEnd()}…`;
};

const stripped = (text: string): string => {
  const plain = text
    .normalize('NFKC')
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (char) => (joiners.has(char) ? char : ' '))
    .replace(/\b\p{L}[\p{L}\p{N}+.-]*:\/\/\S*/gu, ' ')
    .replace(/\b(?:mailto|tel|sms|javascript|data):\S*/giu, ' ')
    .replace(/\bwww\S+/giu, ' ')
    .replace(/[<>[\]{}|\\^~`*_"@/]/g, ' ')
    .replace(/&(?=#|\w+;)/g, ' ')
    // Mail programs may treat characters that look like a dot as one.
    .replace(/(?<=[\p{L}\p{N}\p{M}])[.\u3002\u2024\u00b7\u2027\u30fb]+(?=[\p{L}\p{N}])/gu, ' ')
    .replace(/\d(?:[\s()./+-]*\d){6,}/g, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  // A removal may have joined two parts to text that must also be removed.
  return plain === text ? plain : stripped(plain);
};

/** Some scripts need them within a word: zero width non-joiner and joiner. */
const joiners = new Set(['\u200c', '\u200d']);
