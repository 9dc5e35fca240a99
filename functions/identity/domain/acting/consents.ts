import { recordStore } from '@waybill/kernel';

/** The consent of an organisation that another one, of staff, looks at it: kept until its end is recorded. */
export interface Consent {
  readonly orgId: string;
  readonly toOrgId: string;
  readonly grantedAt: string;
  readonly grantedBy: string;
  readonly expiresAt: string;
}

export const consents = recordStore<Consent>('identity', 'emulation-consent', { indexed: ['orgId', 'toOrgId'] });
export const consentId = ({ orgId, toOrgId }: Pick<Consent, 'orgId' | 'toOrgId'>): string => `${orgId}:${toOrgId}`;

/** The record outlives the consent, so that the job that records its end finds it, even after days without a run. */
const graceMs = 7 * 86_400_000;
export const keptUntil = (expiresAt: string): string => new Date(Date.parse(expiresAt) + graceMs).toISOString();
/** Records kept until before this moment are of consents that have ended by `now`. */
export const endedBy = keptUntil;

/** @param now ISO-8601 */
export const isActive = ({ expiresAt }: Consent, now: string): boolean => expiresAt > now;
