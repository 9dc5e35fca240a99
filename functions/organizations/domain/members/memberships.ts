import { putRecord } from '@waybill/kernel';
import { type Membership, memberships } from '#events/organizations';

export const membershipId = ({ userId, organizationId }: Pick<Membership, 'userId' | 'organizationId'>): string =>
  `${userId}:${organizationId}`;

export const keepMembership = (membership: Membership) => putRecord(memberships, membershipId(membership), membership);
