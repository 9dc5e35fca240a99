import { aggregate } from '@waybill/kernel';
import { EmulationStarted, EmulationStopped } from '#events/identity';

const same = (state: object) => state;

/** Emulations, by session: streams of the organisation that is looked at. */
export const emulation = aggregate('identity', 'emulation')
  .begin(EmulationStarted, () => ({}))
  .on(EmulationStopped, same);
