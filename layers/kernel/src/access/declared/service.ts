import type { ServiceName } from '../../platform.ts';

/** A service of AWS that a function calls by a client of its layer. */
export interface Service<Options = any, Client = any> {
  readonly kind: 'service';
  readonly name: ServiceName;
  readonly open: (options: Options) => Promise<Client>;
}

/**
 * Declares a service. Its client is opened only for functions that have it among their `uses`, and only their policies
 * allow the calls.
 *
 * @param name what is allowed
 * @param open makes a client, and loads its module
 */
export const service = <Options, Client>(
  name: ServiceName,
  open: (options: Options) => Promise<Client>,
): Service<Options, Client> => ({ kind: 'service', name, open });
