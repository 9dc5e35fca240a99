import { aggregate } from '@waybill/kernel';
import { ApiKeyCreated, ApiKeyRevoked, ApiKeyRotated, type MemberRole, type OrgType } from '#events/identity';

/** What a machine of an organisation shows to be let in. It belongs to the organisation, whoever made it. */
export interface ApiKey {
  readonly name: string;
  readonly role: MemberRole;
  readonly hash: string;
  /** Where it opens doors; everywhere, if nothing is said. */
  readonly paths?: readonly string[] | undefined;
  readonly expiresAt?: string | undefined;
  readonly orgType?: OrgType | undefined;
  /** The key before the last rotation, while it is good. */
  readonly old?: { readonly hash: string; readonly until: string };
  readonly revoked: boolean;
}

export const apiKey = aggregate('identity', 'api-key')
  .begin(
    ApiKeyCreated,
    ({ name, role, hash, paths, expiresAt, orgType }): ApiKey => ({
      name,
      role,
      hash,
      paths,
      expiresAt,
      orgType,
      revoked: false,
    }),
  )
  .on(ApiKeyRotated, (key, { hash, oldUntil }) => ({ ...key, hash, old: { hash: key.hash, until: oldUntil } }))
  .on(ApiKeyRevoked, (key) => ({ ...key, revoked: true }));
