import { log, recordStore } from '@waybill/kernel';

/** When each key was last used, and the keys whose use was recorded in the last minute and is not recorded again. */
export const keyUse = log('organizations', 'api-key-use');
export const keyUseNoted = recordStore<{ readonly at: string }>('organizations', 'api-key-use-noted');
