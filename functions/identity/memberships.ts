import { putRecord, recordStore } from '@waybill/kernel';

/** Finds the organisations of a user. The organisation's stream is authoritative. */
export interface Membership {
  readonly userId: string;
  readonly organizationId: string;
  /** API keys whose secret she knows, because she made or rotated them last, and until when that secret is valid. */
  readonly apiKeys?: Readonly<Record<string, string>> | undefined;
}

export const memberships = recordStore<Membership>('identity', 'membership', { indexed: ['userId'] });
export const membershipId = ({ userId, organizationId }: Pick<Membership, 'userId' | 'organizationId'>): string =>
  `${userId}:${organizationId}`;

export const keepMembership = (membership: Membership) => putRecord(memberships, membershipId(membership), membership);
