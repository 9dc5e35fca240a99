import { checkedUrl, type SafeOptions } from '@waybill/channels/webhooks';
import { type Development, invalidInput, z } from '@waybill/kernel';

/** The length that servers and proxies commonly accept. */
const longestUrl = 2048;

/** In the local runtime, servers of the same machine may be called, too. */
export const safely = (development: Development | undefined): SafeOptions => ({
  ports: [8443],
  ...(development && {
    development: {
      ...{ allowHttp: true, allowPorts: true },
      allowAddress: (address: string) => address === '127.0.0.1' || address === '::1',
    },
  }),
});

const message =
  'must be an https URL of a public server, on port 443 or 8443, without a user name, a password or a fragment';

const isAllowed = (text: string, development: Development | undefined): boolean => {
  const url = checkedUrl(text, safely(development));
  return !('outcome' in url) && !url.hash;
};

export const webhookUrl = () =>
  z
    .string()
    .max(longestUrl)
    .refine((text) => isAllowed(text, {}), message)
    .meta({ format: 'uri', minLength: 1 })
    .describe('Where events are sent by POST: a public HTTPS server, on port 443 or 8443.');

/** The URL in its canonical form, or a refusal. The addresses of its name are checked at each attempt. */
export const acceptedUrl = (text: string, development: Development | undefined) =>
  isAllowed(text, development) ? new URL(text).href : invalidInput({ errors: [{ path: 'url', message }] });
