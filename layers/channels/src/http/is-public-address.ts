import ipaddr from 'ipaddr.js';

/** NAT64 prefixes with an IPv4 address at their end (RFC 6052, RFC 8215): behind one of them may be any network. */
const nat64 = [ipaddr.IPv6.parseCIDR('64:ff9b::/96'), ipaddr.IPv6.parseCIDR('64:ff9b:1::/48')];

/**
 * Whether an IP address belongs to the public Internet: not private, loopback, link-local (with the metadata services of
 * clouds), unique-local, multicast, reserved, or one of these as an IPv6 address. `false` for what is no address.
 */
export const isPublicAddress = (address: string): boolean => {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.parse(address);
  if (ip.range() !== 'unicast') return false;
  if (!(ip instanceof ipaddr.IPv6)) return true;
  // IPv4-compatible addresses (::1.2.3.4) are obsolete, but some systems still connect to them.
  const isCompatible = ip.parts.slice(0, 6).every((part) => part === 0);
  return !isCompatible && !nat64.some((prefix) => ip.match(prefix));
};
