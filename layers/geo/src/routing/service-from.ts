import * as z from 'zod';
import { estimate } from './estimate.ts';
import { osrm } from './osrm.ts';
import { valhalla } from './valhalla.ts';
import type { RoutingService } from './way.ts';

const url = z.url().transform((text) => text.replace(/\/+$/, ''));
const Settings = z.discriminatedUnion('service', [
  z.strictObject({ service: z.literal('osrm'), url, profile: z.string().min(1).default('driving') }),
  z.strictObject({ service: z.literal('valhalla'), url, costing: z.string().min(1).default('auto') }),
  z.strictObject({ service: z.literal('estimate') }),
]);

/**
 * The routing service that a stage has chosen, as JSON: `{"service": "osrm", "url": "http://osrm:5000"}`,
 * `{"service": "valhalla", "url": "http://valhalla:8002"}`, or `{"service": "estimate"}`. Throws for anything else.
 */
export const serviceFrom = (json: string): RoutingService => {
  const settings = Settings.parse(JSON.parse(json));
  if (settings.service === 'osrm') return osrm(settings);
  return settings.service === 'valhalla' ? valhalla(settings) : estimate;
};
