import ipaddr from 'ipaddr.js';

/**
 * The canonical text of a public IP address (RFC 5952 for IPv6; an IPv4 address mapped into IPv6 is the IPv4 address).
 * `undefined` for what is not an address, and for private, loopback, link-local and other special ranges.
 */
export const publicAddress = (ip: string): string | undefined => {
  const text = ip.trim();
  // `ipaddr.js` also accepts short, octal and hexadecimal forms of IPv4, and zones of IPv6.
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && (!ipaddr.IPv6.isValid(text) || text.includes('%'))) return undefined;
  const address = ipaddr.process(text);
  if (address.range() !== 'unicast') return undefined;
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();
};
