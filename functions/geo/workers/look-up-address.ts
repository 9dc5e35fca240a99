import { subdivisionNamed } from '@waybill/geo';
import { lookUps, publicAddress, whoIsId, whoIsRecords, worker } from '@waybill/kernel';
import { keptUntil } from '../whois/kept-until.ts';
import { lookupBy, whoIsProvider } from '../whois/provider.ts';

/**
 * Looks up an address, once in a month. A failure of the provider is not retried: the next request from that address
 * asks again. No request waits for a lookup.
 */
export const lookUpAddress = worker({
  name: 'lookUpAddress',
  queue: lookUps,
  maxConcurrency: 2,
  reads: { whoIsProvider },
  writes: { whoIsRecords },

  work: async ({ ip }, { whoIsProvider, whoIsRecords }, { now, transact }) => {
    const address = publicAddress(ip);
    if (address === undefined) return;
    const at = now();
    const id = whoIsId(address, at);
    if (await whoIsRecords.get(id)) return;
    const found = await lookupBy(await whoIsProvider()).lookUp(address);
    if (found.outcome === 'unavailable') return;
    const facts = found.outcome === 'found' ? found.facts : {};
    const { country, region } = facts;
    const named = country && region ? subdivisionNamed(country, region) : undefined;
    await transact(({ whoIsRecords }) =>
      whoIsRecords.put(id, { subdivision: named, ...facts, at: at.toISOString() }, keptUntil(at)),
    );
  },
});
