import { createHash } from 'node:crypto';

type Headers = Readonly<Record<string, string | undefined>> | null | undefined;

/** Of a fingerprint that a client computes itself; the rest is cut off. */
const longest = 256;
const cookieName = 'wb-cfp';

/** Hex SHA-256 of `User-Agent|Accept-Language|Accept-Encoding|Accept`. Header names are in lower case. */
export const serverFingerprint = (headers: Headers): string =>
  sha256(['user-agent', 'accept-language', 'accept-encoding', 'accept'].map((name) => headers?.[name] ?? '').join('|'));

/** What the client says about itself: the cookie `wb-cfp`, else `X-Client-Fingerprint`. */
export const clientFingerprint = (headers: Headers): string | undefined => {
  const given = cookieIn(headers?.cookie) ?? headers?.['x-client-fingerprint'];
  return given?.trim().slice(0, longest) || undefined;
};

/**
 * Distinguishes the devices of one address: hex SHA-256 of the two fingerprints and the address, without separators. A
 * client may choose it freely, so it grants nothing: devices that do not identify themselves share one budget.
 */
export const deviceFingerprint = (headers: Headers, ip: string | undefined): string =>
  sha256(`${clientFingerprint(headers) ?? ''}${serverFingerprint(headers)}${ip ?? ''}`);

/**
 * A device in a log line: 24 bits. Every value fits 256 of all IPv4 addresses, so the address cannot be computed from it.
 */
export const shortDevice = (device: string): string => device.slice(0, 6);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const cookieIn = (header: string | undefined): string | undefined =>
  header
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${cookieName}=`))
    ?.slice(cookieName.length + 1);
