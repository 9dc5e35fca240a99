import { pad, register } from '@waybill/kernel';

/** When each key was last used, and that this has been noted in the last minute: so nobody need look before noting it. */
export const keyUse = pad('identity', 'api-key-use');
export const keyUseNoted = register<{ readonly at: string }>('identity', 'api-key-use-noted');
