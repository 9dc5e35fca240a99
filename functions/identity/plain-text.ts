const longest = 60;

/**
 * What somebody has typed, as it may stand in a mail: one line of plain text in which no mail program finds a link, an
 * address, a phone number or markup, and nothing that is invisible or turns the direction of the text. Names like
 * `Booking.com` or `St.Mary` lose the dot, which is what makes a link of them.
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
    // Whatever looks like a dot, a mail program may take for one.
    .replace(/(?<=[\p{L}\p{N}\p{M}])[.\u3002\u2024\u00b7\u2027\u30fb]+(?=[\p{L}\p{N}])/gu, ' ')
    .replace(/\d(?:[\s()./+-]*\d){6,}/g, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  // What was taken out may have parted something else of the kind.
  return plain === text ? plain : stripped(plain);
};

/** Some scripts need them within a word: zero width non-joiner and joiner. */
const joiners = new Set(['\u200c', '\u200d']);
