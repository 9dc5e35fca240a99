import type { Platform } from '@waybill/kernel';
import { type Consent, consentId, consents, isActive } from './consents.ts';

/** Whether an organisation lets another look at it now. */
export const activeConsent = async (
  { records, clock }: Pick<Platform, 'records' | 'clock'>,
  between: Pick<Consent, 'orgId' | 'toOrgId'>,
): Promise<boolean> => {
  const entry = await records.get(consents, consentId(between));
  return entry !== undefined && isActive(entry.data, clock());
};
