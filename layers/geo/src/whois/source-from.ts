import * as z from 'zod';
import { ipInfo } from './ip-info.ts';
import { maxMind } from './max-mind.ts';
import { offline } from './offline.ts';
import type { WhoIsSource } from './who-is-source.ts';

const Settings = z.discriminatedUnion('provider', [
  z.strictObject({ provider: z.literal('ipinfo'), token: z.string().min(1).optional(), url: z.url().optional() }),
  z.strictObject({ provider: z.literal('maxmind'), city: z.string().min(1), asn: z.string().min(1).optional() }),
  z.strictObject({ provider: z.literal('offline') }),
]);

/**
 * The provider that a stage has chosen, as JSON: `{"provider": "ipinfo", "token": "…"}`,
 * `{"provider": "maxmind", "city": "/opt/GeoLite2-City.mmdb"}` or `{"provider": "offline"}`. Throws for anything else,
 * without naming a value: it contains a secret.
 */
export const sourceFrom = (json: string): WhoIsSource => {
  const settings = Settings.safeParse(parsed(json));
  if (!settings.success)
    throw new Error(`the WhoIs provider is not configured: ${settings.error.issues.map(({ path }) => path.join('.'))}`);
  const { data } = settings;
  if (data.provider === 'ipinfo') return ipInfo(data);
  return data.provider === 'maxmind' ? maxMind(data) : offline;
};

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
};
