import { externalAggregate } from '@waybill/kernel';
import { ApiKeyCreated, ApiKeyRevoked, ApiKeyRotated } from '#events/organizations';

/** The fields of an API key that identity needs. */
export interface ApiKey {
  readonly name: string;
  /** The first characters of the key. */
  readonly prefix: string;
  readonly expiresAt?: string | undefined;
  readonly revoked: boolean;
}

export const apiKey = externalAggregate('organizations', 'api-key')
  .begin(ApiKeyCreated, ({ name, prefix, expiresAt }): ApiKey => ({ name, prefix, expiresAt, revoked: false }))
  .on(ApiKeyRotated, (key, { prefix, expiresAt = key.expiresAt }) => ({ ...key, prefix, expiresAt }))
  .on(ApiKeyRevoked, (key) => ({ ...key, revoked: true }));
