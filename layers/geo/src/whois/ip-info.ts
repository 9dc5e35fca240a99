import * as z from 'zod';
import { factsFrom } from './facts-from.ts';
import type { WhoIsSource } from './who-is-source.ts';

const timeoutMs = 2_000;
/** A complete answer has about 2 KB. */
const longestBytes = 64 * 1024;

const part = z.record(z.string(), z.unknown()).catch({});
const Answer = part;

interface Settings {
  readonly token?: string | undefined;
  readonly url?: string | undefined;
}

/** IPinfo's JSON API (https://ipinfo.io/developers): one request for an address, of 2 s at most. */
export const ipInfo =
  ({ token, url = 'https://ipinfo.io' }: Settings): WhoIsSource =>
  async (ip) => {
    const response = await fetch(`${url}/${encodeURIComponent(ip)}/json`, {
      headers: { accept: 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`IPinfo answered ${response.status}`);
    const text = await response.text();
    if (text.length > longestBytes) throw new Error('IPinfo sent too long an answer');
    const answer = Answer.parse(JSON.parse(text));
    return answer.bogon === true ? undefined : factsFrom(rawFrom(answer));
  };

const rawFrom = (answer: z.infer<typeof Answer>) => {
  const [asn, carrier, privacy] = [answer.asn, answer.carrier, answer.privacy].map((it) => part.parse(it));
  const [, number, name] = /^AS(\d+)(?:\s+(.+))?$/i.exec(`${answer.org ?? ''}`) ?? [];
  const [latitude, longitude] = `${answer.loc ?? ''}`.split(',').map(numberIn);
  return {
    country: answer.country,
    region: answer.region,
    city: answer.city,
    postalCode: answer.postal,
    coordinates: { latitude, longitude },
    asn: numberIn(`${asn!.asn ?? number ?? ''}`.replace(/^AS/i, '')),
    asName: asn!.name ?? name ?? answer.org,
    asDomain: asn!.domain,
    asType: asn!.type,
    carrierName: carrier!.name,
    mcc: carrier!.mcc,
    mnc: carrier!.mnc,
    privacyName: privacy!.service,
    isVpn: privacy!.vpn,
    isProxy: privacy!.proxy,
    isTor: privacy!.tor,
    isRelay: privacy!.relay,
    isHosting: privacy!.hosting,
    isAnycast: answer.anycast,
    isMobile: answer.is_mobile,
    isSatellite: answer.is_satellite,
  };
};

/** `Number` of an empty text is 0. */
const numberIn = (text: string): number | undefined => (text.trim() === '' ? undefined : Number(text));
