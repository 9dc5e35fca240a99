import { register } from '@waybill/kernel';

/** Where somebody belongs: for those who know the person and not the organisation. The organisation's history is the truth. */
export interface Membership {
  readonly userId: string;
  readonly organizationId: string;
}

export const memberships = register<Membership>('identity', 'membership', { under: ['userId'] });
export const membershipId = ({ userId, organizationId }: Membership): string => `${userId}:${organizationId}`;
