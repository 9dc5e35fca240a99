import type { Stage } from '../stage.ts';
import type { Purpose } from './kept-logs.ts';

/** The layer that the functions of a bundle mount, where layers are. Only identity's has the library that people sign in with. */
export const layerOf = (bundle: string, { sharesKernel }: Stage): 'kernel' | 'auth' | undefined => {
  if (!sharesKernel) return undefined;
  return bundle === 'identity' ? 'auth' : 'kernel';
};

/** What a bundle need not bring along, for its layer has it. */
export const mountedFor = (bundle: string, stage: Stage): readonly string[] => {
  const inLayer = { kernel: ['@waybill/kernel'], auth: ['@waybill/kernel', '@waybill/auth'] };
  const layer = layerOf(bundle, stage);
  return layer ? inLayer[layer] : [];
};

/** The purpose of a context's log lines: identity and the authorizer, which is in the foundation, log who was let in or refused. */
export const logsOf = (context: string): Purpose =>
  context === 'identity' || context === 'foundation' ? 'audit' : 'operation';

/** What the functions of a context are told beside what everybody is. */
export const settingsOf = (context: string, { webUrl, origins }: Stage): Readonly<Record<string, string>> =>
  context === 'identity'
    ? { WAYBILL_WEB_URL: webUrl, ...(origins.length && { WAYBILL_ORIGINS: origins.join(',') }) }
    : {};
