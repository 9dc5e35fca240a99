import { isIP } from 'node:net';
import { isPublicAddress } from './is-public-address.ts';
import { resolveName } from './resolve-name.ts';
import type { SafeAnswer } from './safe-answer.ts';
import { type Address, sendTo } from './send-to.ts';

export interface SafeRequest {
  readonly method?: 'POST' | 'GET' | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
}

export interface SafeOptions {
  /** For all of it: the name, the connection, the whole answer. */
  readonly timeoutMs?: number | undefined;
  /** Of the answer; the rest is dropped. */
  readonly maxBytes?: number | undefined;
  /** Besides 443. */
  readonly ports?: readonly number[] | undefined;
  /** For the local runtime and tests only. */
  readonly development?:
    | {
        readonly allowHttp?: boolean | undefined;
        readonly allowPorts?: boolean | undefined;
        readonly allowAddress?: ((address: string) => boolean) | undefined;
        readonly resolve?: ((hostname: string) => Promise<readonly Address[]>) | undefined;
        /** A certificate authority (PEM). */
        readonly ca?: string | undefined;
      }
    | undefined;
}

/**
 * Sends a request to a URL that a user has chosen. It reaches public servers only, over HTTPS: the name is resolved once,
 * all of its addresses are checked, and the connection goes to one of exactly these. Never throws.
 */
export const safeFetch = async (
  url: string,
  request: SafeRequest = {},
  options: SafeOptions = {},
): Promise<SafeAnswer> => {
  const { timeoutMs = 10_000, maxBytes = 65_536, development = {} } = options;
  const target = checkedUrl(url, options);
  if ('outcome' in target) return target;
  const signal = AbortSignal.timeout(timeoutMs);
  const late = { outcome: 'failed', reason: `It did not answer within ${timeoutMs / 1000} s.` } as const;
  const addresses = await inTime(addressesOf(target, signal, development.resolve), signal);
  if (!addresses) return signal.aborted ? late : { outcome: 'failed', reason: 'Its name could not be resolved.' };
  const allowed = ({ address }: Address) => isPublicAddress(address) || development.allowAddress?.(address);
  if (!addresses.length || !addresses.every(allowed)) return no('It does not lead to a public address.');
  const answer = await sendTo(target, addresses, request, { signal, maxBytes, ca: development.ca });
  return answer.outcome === 'failed' && signal.aborted ? late : answer;
};

const no = (reason: string) => ({ outcome: 'refused', reason }) as const;

/** Whether a URL may be called at all, before its name is resolved. Also for checking input. */
export const checkedUrl = (
  text: string,
  { ports = [], development }: SafeOptions = {},
): URL | ReturnType<typeof no> => {
  const url = URL.parse(text);
  if (!url) return no('It is not a URL.');
  const isAllowed = url.protocol === 'https:' || (url.protocol === 'http:' && development?.allowHttp);
  if (!isAllowed) return no('It does not begin with https.');
  if (url.username || url.password) return no('It contains credentials.');
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  if (port !== 443 && !ports.includes(port) && !development?.allowPorts) return no(`Its port ${port} is not allowed.`);
  const host = hostOf(url);
  // The URL parser has turned all spellings of an IPv4 address (decimal, octal, hexadecimal) into the usual one.
  const literal = isLocalName(host) ? loopback : host;
  if (isIP(literal) && !isPublicAddress(literal) && !development?.allowAddress?.(literal))
    return no('It does not lead to a public address.');
  return url;
};

const loopback = '127.0.0.1';
/** Names of this machine or its network (RFC 6761, RFC 6762, RFC 8375), and of the metadata service of Google. */
const isLocalName = (host: string) => /(?:^|\.)(?:localhost|local|internal|home\.arpa)\.?$/i.test(host);

const hostOf = ({ hostname }: URL) => hostname.replace(/^\[|\]$/g, '');

const addressesOf = async (
  url: URL,
  signal: AbortSignal,
  resolve?: (hostname: string) => Promise<readonly Address[]>,
) => {
  const host = hostOf(url);
  const family = isIP(host);
  if (family) return [{ address: host, family }];
  if (isLocalName(host)) return [{ address: loopback, family: 4 }];
  return resolve ? resolve(host) : resolveName(host, signal);
};

/** `undefined` if it fails or is not there in time. */
const inTime = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> =>
  new Promise((resolve) => {
    const end = () => resolve(undefined);
    signal.addEventListener('abort', end, { once: true });
    promise.then(resolve, end);
  });
