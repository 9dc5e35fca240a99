import { routing, serviceFrom } from '@waybill/geo/routing';
import { parameter } from '@waybill/kernel';

/** The routing service of a stage, as JSON: see `serviceFrom`. Without it, ways are estimated. */
export const routingService = parameter('geo/routing', { secret: true, optional: true, cachedMs: 300_000 });

type Routing = ReturnType<typeof routing>;

/** One for each setting, so that a container knows for how long its service has failed. */
const known = new Map<string, Routing>();

export const routingBy = (setting = '{"service":"estimate"}'): Routing => {
  const found = known.get(setting) ?? routing(serviceFrom(setting));
  // A changed setting replaces the one before.
  if (!known.has(setting)) known.clear();
  known.set(setting, found);
  return found;
};
