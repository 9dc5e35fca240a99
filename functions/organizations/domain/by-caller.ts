import { type Caller, keyIdOf } from '@waybill/kernel';
import { apiKey } from './api-keys/api-key.ts';

/**
 * For commands on an organization: reads the API key of the caller, so that a key that is revoked meanwhile is refused.
 */
export const byCaller = {
  callerKey: { of: apiKey, id: (_: unknown, { caller }: { readonly caller: Caller }) => keyIdOf(caller) },
};
