import { command, id, z } from '@waybill/kernel';
import { ApiKeyRevoked } from '#events/identity';
import { apiKey } from '../api-key.ts';

export const revokeApiKey = command({
  summary: 'Take a key out of use, at once and for good',
  route: 'DELETE /api-keys/{apiKeyId}',
  role: 'officer',
  input: z.strictObject({ apiKeyId: id() }),
  on: apiKey,

  decide: ({ revoked }) => (revoked ? [] : ApiKeyRevoked({})),
});
