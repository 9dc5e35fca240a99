import { aggregate } from '@waybill/kernel';
import {
  ApiKeyCreated,
  ApiKeyExpiring,
  ApiKeyRevoked,
  ApiKeyRotated,
  type MemberRole,
  type OrgType,
} from '#events/organizations';

/** A key with which a machine authenticates. It belongs to the organization, not to the member who made it. */
export interface ApiKey {
  readonly name: string;
  readonly role: MemberRole;
  readonly hash: string;
  /** The paths that it may be used for. Absent: all paths. */
  readonly paths?: readonly string[] | undefined;
  /** The context keys of the contacts that it may see and change. Absent: of none. */
  readonly contextKeys?: readonly string[] | undefined;
  /** Absent only for keys from before keys had to expire. */
  readonly expiresAt?: string | undefined;
  readonly orgType?: OrgType | undefined;
  /** How many requests it may make, if not as many as every other. */
  readonly quotaPerMinute?: number | undefined;
  readonly quotaPerDay?: number | undefined;
  /** Its requests are not limited. */
  readonly trusted?: boolean | undefined;
  /** The member who was shown the current secret, and when. */
  readonly issuedBy: string;
  readonly issuedAt: string;
  /** The secret before the last rotation, and until when it is accepted. */
  readonly old?: { readonly hash: string; readonly until: string };
  /** How many days before the end the last warning was given. */
  readonly warned?: number | undefined;
  readonly revoked: boolean;
}

export const apiKey = aggregate('organizations', 'api-key')
  .begin(
    ApiKeyCreated,
    (
      { name, role, hash, paths, contextKeys, expiresAt, orgType, quotaPerMinute, quotaPerDay, trusted },
      { at, by },
    ): ApiKey => ({
      name,
      role,
      hash,
      paths,
      contextKeys,
      expiresAt,
      orgType,
      quotaPerMinute,
      quotaPerDay,
      trusted,
      issuedBy: by,
      issuedAt: at,
      revoked: false,
    }),
  )
  .on(ApiKeyRotated, (key, { hash, oldUntil, expiresAt = key.expiresAt }, { at, by }) => ({
    ...key,
    hash,
    old: { hash: key.hash, until: oldUntil },
    expiresAt,
    issuedBy: by,
    issuedAt: at,
    warned: undefined,
  }))
  .on(ApiKeyExpiring, (key, { days }) => ({ ...key, warned: days }))
  .on(ApiKeyRevoked, (key) => ({ ...key, revoked: true }));
