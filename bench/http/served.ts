import type { Issuer, Local } from '#scripts/local/index';

/** A running Waybill with access to its table: the local runtime, or a deployment. */
export type Served = Pick<Local, 'url' | 'platform' | 'drained'> & { readonly keys: Issuer };
