import { log, recordStore } from '@waybill/kernel';

/** When each key was last used, and that this has been noted in the last minute: so nobody need look before noting it. */
export const keyUse = log('identity', 'api-key-use');
export const keyUseNoted = recordStore<{ readonly at: string }>('identity', 'api-key-use-noted');
