import { register } from '@waybill/kernel';

/** On whose behalf a session acts as somebody else, by the session's id. */
export interface Impersonation {
  readonly orgId: string;
  readonly by: string;
  readonly userId: string;
}

export const impersonations = register<Impersonation>('identity', 'impersonation');
