import { type Caller, keyIdOf } from '@waybill/kernel';

/** Whether the caller may see and change contacts with this context key: users all, an API key those it names. */
export const reaches = (caller: Caller, contextKey: string): boolean =>
  keyIdOf(caller) === undefined || (caller.contextKeys?.includes(contextKey) ?? false);
