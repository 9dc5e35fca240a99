import { unsubscribeToken } from '@waybill/channels';
import type { OptOut } from '../engine/dispatch.ts';

interface Options {
  readonly org: string;
  readonly key: string;
  /** The base URL of the API. */
  readonly apiUrl: string;
}

/** Where the recipient of a notification unsubscribes from e-mails. */
export const unsubscribeUrlOf = ({ contactId, userId }: OptOut, { org, key, apiUrl }: Options): string => {
  const who =
    contactId === undefined ? { of: 'user' as const, id: userId! } : { of: 'contact' as const, id: contactId };
  return `${apiUrl}/unsubscribe/${unsubscribeToken({ ...who, organizationId: org }, key)}`;
};
