import { aggregate } from '@waybill/kernel';
import { EmulationConsentEnded, EmulationConsentGranted, EmulationConsentRevoked } from '#events/identity';

export interface EmulationConsent {
  readonly expiresAt: string;
  readonly over: boolean;
}

const over = (consent: EmulationConsent) => ({ ...consent, over: true });

/** The consent of an organization to one organization of staff, by the id of the latter. It can be given repeatedly. */
export const emulationConsent = aggregate('identity', 'emulation-consent')
  .begin(EmulationConsentGranted, ({ expiresAt }): EmulationConsent => ({ expiresAt, over: false }))
  .on(EmulationConsentRevoked, over)
  .on(EmulationConsentEnded, over);
