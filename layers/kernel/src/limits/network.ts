import ipaddr from 'ipaddr.js';

/**
 * The network that is counted for an IP address: the address itself for IPv4 (also when mapped into IPv6), the /64 for
 * IPv6, because one subscriber has at least a /64 and can use another address of it for every request.
 */
export const networkOf = (ip: string | undefined): string => {
  if (ip === undefined || !ipaddr.isValid(ip)) return ip ?? 'unknown';
  const address = ipaddr.process(ip);
  if (address.kind() === 'ipv4') return address.toString();
  return `${Buffer.from(address.toByteArray().slice(0, 8)).toString('hex')}/64`;
};
