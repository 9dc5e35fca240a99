import { type Caller, keyIdOf } from '@waybill/kernel';
import { apiKey } from './api-key.ts';

/**
 * For commands on an organisation: reads the key that the caller uses, if any, so that one that is revoked at the same
 * moment decides nothing.
 */
export const byCaller = {
  consults: { callerKey: apiKey },
  where: (_: unknown, __: unknown, caller: Caller) => ({ callerKey: keyIdOf(caller) }),
};
