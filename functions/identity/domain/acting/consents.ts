import { recordStore } from '@waybill/kernel';

/** Consents of organizations to emulation by an organization of staff. A record is kept until the end is recorded. */
export interface Consent {
  readonly orgId: string;
  readonly toOrgId: string;
  readonly grantedAt: string;
  readonly grantedBy: string;
  readonly expiresAt: string;
}

export const consents = recordStore<Consent>('identity', 'emulation-consent', { indexed: ['orgId', 'toOrgId'] });
export const consentId = ({ orgId, toOrgId }: Pick<Consent, 'orgId' | 'toOrgId'>): string => `${orgId}:${toOrgId}`;

/** How long a record is kept after its consent: the job that records the end may be days late. */
const graceMs = 7 * 86_400_000;
export const keptUntil = (expiresAt: string): string => new Date(Date.parse(expiresAt) + graceMs).toISOString();
/** Records that expire before this moment belong to consents that have ended by `now`. */
export const endedBy = keptUntil;

/** @param now ISO-8601 */
export const isActive = ({ expiresAt }: Consent, now: string): boolean => expiresAt > now;
