import { aggregate } from '@waybill/kernel';
import {
  ApiKeyCreated,
  ApiKeyExpiring,
  ApiKeyRevoked,
  ApiKeyRotated,
  type MemberRole,
  type OrgType,
} from '#events/organizations';

/** A key with which a machine authenticates. It belongs to the organisation, not to the member who made it. */
export interface ApiKey {
  readonly name: string;
  readonly role: MemberRole;
  readonly hash: string;
  /** The paths that it may be used for; all, if there are none. */
  readonly paths?: readonly string[] | undefined;
  /** Only keys from before they had to expire have none. */
  readonly expiresAt?: string | undefined;
  readonly orgType?: OrgType | undefined;
  /** Who was shown the present secret, and when. */
  readonly issuedBy: string;
  readonly issuedAt: string;
  /** The secret before the last rotation, and until when it is accepted. */
  readonly old?: { readonly hash: string; readonly until: string };
  /** How many days before its end the owners were warned last. */
  readonly warned?: number | undefined;
  readonly revoked: boolean;
}

export const apiKey = aggregate('organizations', 'api-key')
  .begin(
    ApiKeyCreated,
    ({ name, role, hash, paths, expiresAt, orgType }, { at, by }): ApiKey => ({
      name,
      role,
      hash,
      paths,
      expiresAt,
      orgType,
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
