import { aggregate } from '@waybill/kernel';
import { EmulationStarted, EmulationStopped } from '#events/identity';

const same = (state: object) => state;

/** Emulations by session. The streams belong to the emulated organization. */
export const emulation = aggregate('identity', 'emulation')
  .begin(EmulationStarted, () => ({}))
  .on(EmulationStopped, same);
