import ipaddr from 'ipaddr.js';

/**
 * An IP address in its canonical form (RFC 5952; IPv4 also where it is mapped into IPv6), so that it has one spelling;
 * `undefined` for anything else. Without a port and without brackets.
 */
export const addressIn = (text: string | undefined): string | undefined => {
  const address = text === undefined ? undefined : parsed(text.trim());
  return address && spelled(address);
};

export type Address = ReturnType<typeof ipaddr.process>;

/** The library also reads `1`, `0x7f.1` and zones, which no proxy writes. */
const parsed = (text: string): Address | undefined =>
  ipaddr.IPv4.isValidFourPartDecimal(text) || (text.includes(':') && !text.includes('%') && ipaddr.IPv6.isValid(text))
    ? ipaddr.process(text)
    : undefined;

const spelled = (address: Address): string =>
  address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();
