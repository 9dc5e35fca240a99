import { checkedUrl, type SafeOptions } from '@waybill/channels';
import { type Development, invalidInput, z } from '@waybill/kernel';

/** The length that servers and proxies commonly accept. */
const longestUrl = 2048;

export const webhookUrl = () =>
  z
    .string()
    .min(1)
    .max(longestUrl)
    .meta({ format: 'uri' })
    .describe('Where events are sent by POST: a public HTTPS server, on port 443 or 8443.');

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

/** The URL in its canonical form, or a refusal. The addresses of its name are checked at each attempt. */
export const acceptedUrl = (text: string, development: Development | undefined) => {
  const url = checkedUrl(text, safely(development));
  const no = 'outcome' in url ? url.reason : url.hash ? 'It has a fragment.' : undefined;
  return no === undefined ? (url as URL).href : invalidInput({ errors: [{ path: 'url', message: no }] });
};
