import { z } from '@waybill/kernel';
import type { Consent } from './consents.ts';

export const ConsentAnswer = z.object({
  orgId: z.string().describe('The organization that has consented.'),
  toOrgId: z.string().describe('The organization of staff.'),
  grantedAt: z.iso.datetime().describe('When it has consented.'),
  grantedBy: z.string().describe('Who has consented for it.'),
  expiresAt: z.iso.datetime().describe('When the consent ends.'),
});

export const consentAnswer = ({ orgId, toOrgId, grantedAt, grantedBy, expiresAt }: Consent) => ({
  orgId,
  toOrgId,
  grantedAt,
  grantedBy,
  expiresAt,
});
