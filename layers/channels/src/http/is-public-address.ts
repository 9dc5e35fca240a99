import ipaddr from 'ipaddr.js';

/** Global unicast, the only part of IPv6 from which public addresses are assigned (RFC 4291, IANA). */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');
/** Documentation (RFC 9637), which the library does not know. */
const documentation = ipaddr.IPv6.parseCIDR('3fff::/20');

/**
 * Whether an IP address belongs to the public Internet: not private, loopback, link-local (with the metadata services of
 * clouds), unique-local, multicast, reserved, or an IPv6 form that carries an IPv4 address (mapped, compatible, 6to4,
 * Teredo, NAT64), whichever one. `false` for what is no address.
 */
export const isPublicAddress = (address: string): boolean => {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.parse(address);
  if (ip.range() !== 'unicast') return false;
  return !(ip instanceof ipaddr.IPv6) || (ip.match(globalUnicast) && !ip.match(documentation));
};
