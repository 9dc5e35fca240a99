import type { Platform } from '../platform.ts';
import { requiredParameter } from '../problems/required-parameter.ts';
import type { Parameter } from './declared/parameter.ts';
import type { ParameterWriter } from './handles.ts';

interface Cached {
  readonly value: Promise<string | undefined>;
  readonly readAt: number;
}

/** Cached values of a container, by platform and name. */
const cache = new WeakMap<Platform, Map<string, Cached>>();

const pathOf = ({ stage }: Platform, { name }: Parameter) => `/waybill/${stage}/${name}`;

const read = (of: Parameter, platform: Platform): Promise<string | undefined> =>
  of.optional ? platform.parameters.get(pathOf(platform, of)) : requiredParameter(platform, of.name);

export const parameterReader = (of: Parameter, platform: Platform) => (): Promise<string | undefined> => {
  if (!of.cachedMs) return read(of, platform);
  const known = cache.get(platform) ?? new Map<string, Cached>();
  cache.set(platform, known);
  const now = platform.clock().getTime();
  const kept = known.get(of.name);
  if (kept && now - kept.readAt < of.cachedMs) return kept.value;
  const reading = { value: read(of, platform), readAt: now };
  known.set(of.name, reading);
  // A failure is not cached.
  reading.value.catch(() => {
    if (known.get(of.name) === reading) known.delete(of.name);
  });
  return reading.value;
};

export const parameterWriter = (of: Parameter, platform: Platform): ParameterWriter => ({
  get: () => platform.parameters.get(pathOf(platform, of)),
  put: (value) => platform.parameters.put(pathOf(platform, of), value, { secret: of.secret, once: of.once }),
});
