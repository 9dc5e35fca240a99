import { sourceFrom, whoIs } from '@waybill/geo/whois';
import { parameter } from '@waybill/kernel';

/** The provider of a stage, as JSON: see `sourceFrom`. Without it, only a few networks are known. */
export const whoIsProvider = parameter('geo/who-is', { secret: true, optional: true, cachedMs: 300_000 });

type Lookup = ReturnType<typeof whoIs>;

/** One for each setting, so that a container knows for how long its provider has failed. */
const known = new Map<string, Lookup>();

export const lookupBy = (setting = '{"provider":"offline"}'): Lookup => {
  const lookup = known.get(setting) ?? whoIs(sourceFrom(setting));
  // A changed setting replaces the one before.
  if (!known.has(setting)) known.clear();
  known.set(setting, lookup);
  return lookup;
};
