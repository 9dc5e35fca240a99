import { createHmac } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An authenticator app with six digits (RFC 6238), set up from the URI of its QR code. */
export const authenticator = (uri: string) => {
  const letters = new URL(uri).searchParams.get('secret')!.replace(/=+$/, '');
  const bits = [...letters].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  return {
    /** The current code, or the code of so many half minutes ago. */
    code: (ago = 0): string => {
      const counter = Buffer.alloc(8);
      counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) - ago));
      const mac = createHmac('sha1', key).update(counter).digest();
      const at = mac.at(-1)! & 0xf;
      return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
    },
  };
};
