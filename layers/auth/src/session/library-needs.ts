import { declares } from '@waybill/kernel';
import { authSecret } from './auth-secret.ts';

/** The declarations that every use of the library needs, in addition to the record stores of its models. */
export const libraryNeeds = declares({ reads: { authSecret } });
