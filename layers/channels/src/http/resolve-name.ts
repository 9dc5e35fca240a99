import { Resolver } from 'node:dns/promises';
import type { Address } from './send-to.ts';

/**
 * All addresses of a name; empty if it has none. It asks the name servers, and not the hosts file, adds no search domain,
 * and ends with the signal. `dns.lookup` does the opposite, and each of its calls occupies one of the four threads of the
 * process for as long as a name server is silent: one user's slow name would delay the others.
 */
export const resolveName = async (name: string, signal: AbortSignal): Promise<readonly Address[]> => {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  const cancel = () => resolver.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const [v4, v6] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    const all = [
      ...(v4.status === 'fulfilled' ? v4.value.map((address) => ({ address, family: 4 })) : []),
      ...(v6.status === 'fulfilled' ? v6.value.map((address) => ({ address, family: 6 })) : []),
    ];
    if (!all.length && v4.status === 'rejected') throw v4.reason;
    return all;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
};
