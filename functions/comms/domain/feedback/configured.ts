import { ConfigurationError } from '@waybill/channels';
import { incomplete, type Refusal } from '@waybill/kernel';
import { invalidSignature } from '../problems.ts';

/**
 * Reads how events of a provider are verified. Where it is not configured, no signature is valid; a mistake is logged
 * without its values, and the provider sends the event again later.
 */
export const configured = <Config>(
  name: string,
  json: string | undefined,
  read: (json: string) => Config,
): Config | Refusal<'invalid-signature' | 'not-ready'> => {
  if (!json) return invalidSignature();
  try {
    return read(json);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return incomplete(`channels/${name}: ${error.message}`);
  }
};
