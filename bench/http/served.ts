import type { Issuer, Local } from '#scripts/local/index';

/** A Waybill that answers over HTTP, with a way into its table: the local runtime, or one that was deployed. */
export type Served = Pick<Local, 'url' | 'platform' | 'drained'> & { readonly keys: Issuer };
