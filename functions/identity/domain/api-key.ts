import { externalAggregate } from '@waybill/kernel';
import { ApiKeyCreated, ApiKeyRevoked, ApiKeyRotated } from '#events/organizations';

/** What identity needs to know of an API key. */
export interface ApiKey {
  readonly name: string;
  /** What it begins with. */
  readonly prefix: string;
  readonly expiresAt?: string | undefined;
  readonly revoked: boolean;
}

export const apiKey = externalAggregate('organizations', 'api-key')
  .begin(ApiKeyCreated, ({ name, prefix, expiresAt }): ApiKey => ({ name, prefix, expiresAt, revoked: false }))
  .on(ApiKeyRotated, (key, { prefix, expiresAt = key.expiresAt }) => ({ ...key, prefix, expiresAt }))
  .on(ApiKeyRevoked, (key) => ({ ...key, revoked: true }));
