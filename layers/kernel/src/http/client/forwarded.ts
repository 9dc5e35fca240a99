import ipaddr from 'ipaddr.js';
import { addressIn } from './address.ts';

/** More proxies than any chain has: what a client adds in front of them is not read. */
const mostHops = 20;

/**
 * The client of a chain of proxies: the right-most address that is not of a trusted proxy. Each proxy adds the address
 * from which it received the request, so everything left of the first untrusted address may be invented. Something that
 * is not an address ends the chain, too.
 *
 * @param seen the address that opened the connection
 * @param header the values of `X-Forwarded-For`, in the order in which they were received
 */
export const clientBehind = (
  networks: readonly Network[],
  seen: string,
  header: readonly string[],
): string | undefined => {
  const hops = header.flatMap((value) => value.split(',')).slice(-mostHops);
  let client = seen;
  for (const hop of hops.toReversed()) {
    if (!isIn(networks, client)) return client;
    const address = addressIn(withoutPort(hop.trim()));
    if (address === undefined) return client;
    client = address;
  }
  return client;
};

export type Network = ReturnType<typeof ipaddr.parseCIDR>;

/** Networks in CIDR notation, `10.0.0.0/8,2001:db8::/32`. Throws for anything else: a typing error must not be ignored. */
export const networksIn = (list: string): readonly Network[] =>
  list
    .split(',')
    .map((network) => network.trim())
    .filter(Boolean)
    .map((network) => ipaddr.parseCIDR(network));

const isIn = (networks: readonly Network[], text: string): boolean => {
  const address = ipaddr.process(text);
  return networks.some(([network, bits]) => network.kind() === address.kind() && address.match(network as any, bits));
};

/** `192.0.2.7:4711` and `[2001:db8::1]:4711` are written by some proxies. */
const withoutPort = (hop: string): string => hop.replace(/^\[(.+)\](?::\d+)?$/, '$1').replace(/^([\d.]+):\d+$/, '$1');
