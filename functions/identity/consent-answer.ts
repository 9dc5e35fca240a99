import { z } from '@waybill/kernel';
import type { Consent } from './consents.ts';

export const ConsentAnswer = z.object({
  orgId: z.string(),
  toOrgId: z.string(),
  grantedAt: z.iso.datetime(),
  grantedBy: z.string(),
  expiresAt: z.iso.datetime(),
});

export const consentAnswer = ({ orgId, toOrgId, grantedAt, grantedBy, expiresAt }: Consent) => ({
  orgId,
  toOrgId,
  grantedAt,
  grantedBy,
  expiresAt,
});
