import { aggregate } from '@waybill/kernel';
import { EmulationConsentEnded, EmulationConsentGranted, EmulationConsentRevoked } from '#events/identity';

export interface EmulationConsent {
  readonly expiresAt: string;
  readonly over: boolean;
}

const over = (consent: EmulationConsent) => ({ ...consent, over: true });

/** What an organisation has said to one of the staff's about looking at it, by that one's id: each time anew. */
export const emulationConsent = aggregate('identity', 'emulation-consent')
  .begin(EmulationConsentGranted, ({ expiresAt }): EmulationConsent => ({ expiresAt, over: false }))
  .on(EmulationConsentRevoked, over)
  .on(EmulationConsentEnded, over);
