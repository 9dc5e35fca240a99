import { log, recordStore } from '@waybill/kernel';

/** When each key was last used; and the keys for which that was recorded in the last minute, so that it is not done again. */
export const keyUse = log('organizations', 'api-key-use');
export const keyUseNoted = recordStore<{ readonly at: string }>('organizations', 'api-key-use-noted');
