import { addressIn } from './address.ts';
import { deviceFingerprint } from './device.ts';
import { clientBehind, type Network, networksIn } from './forwarded.ts';
import { type Place, type PlaceOf, placeName } from './place.ts';
import { passedOn } from './places/passed-on.ts';

/** The origin of a request, from trusted sources. */
export interface Client {
  /** In its canonical form; `undefined` if API Gateway did not receive the request from a client. */
  readonly ip: string | undefined;
  /** City and country, `Leeds, GB`, if known. */
  readonly place: string | undefined;
  /** The same in parts. */
  readonly where: Place;
  /** See `deviceFingerprint`: for limits. It is not a proof of anything. */
  readonly device: string;
}

interface Received {
  readonly headers: Readonly<Record<string, string | undefined>> | null;
  readonly multiValueHeaders?: Readonly<Record<string, string[] | undefined>> | null;
  readonly requestContext?: {
    readonly identity?: { readonly sourceIp?: string };
    /** What the authorizer passed on. */
    readonly authorizer?: Readonly<Record<string, unknown>> | null;
  };
}

/**
 * The address as seen by API Gateway. Headers are used only if they come from a proxy that the stage trusts:
 *
 * - `WAYBILL_TRUSTED_PROXY=cloudfront`: CloudFront sets its `CloudFront-Viewer-*` headers itself and overwrites those of
 *   the client. This is safe only if the stage makes sure that all requests pass through CloudFront.
 * - `WAYBILL_TRUSTED_NETWORKS=10.0.0.0/8,…`: the networks of proxies that append to `X-Forwarded-For`.
 *
 * @param placeOf what is known about an address that neither CloudFront nor the authorizer located
 */
export const clientOf = ({ headers, multiValueHeaders, requestContext }: Received, placeOf?: PlaceOf): Client => {
  const named = lowerCase(headers);
  const viewer: ReturnType<typeof viewerIn> = process.env.WAYBILL_TRUSTED_PROXY === 'cloudfront' ? viewerIn(named) : {};
  const seen = addressIn(requestContext?.identity?.sourceIp);
  const forwarded = lowerCase(multiValueHeaders)['x-forwarded-for'] ?? named['x-forwarded-for'];
  const ip = viewer.ip ?? (seen && clientBehind(trustedNetworks(), seen, [forwarded ?? []].flat()));
  const where: Place =
    viewer.where ?? passedOn(requestContext?.authorizer) ?? (ip === undefined ? undefined : placeOf?.(ip)) ?? {};
  return { ip, where, place: placeName(where), device: deviceFingerprint(named, ip) };
};

const viewerIn = (headers: Readonly<Record<string, string | undefined>>): Partial<Pick<Client, 'ip' | 'where'>> => {
  const header = (name: string) => headers[`cloudfront-viewer-${name}`];
  const [country, city] = [header('country'), header('city')];
  return {
    // `198.51.100.10:46532`, `2001:db8::1:46532` or `[2001:db8::1]:46532`: the port comes last.
    ip: addressIn(
      header('address')
        ?.replace(/:\d+$/, '')
        .replace(/^\[(.+)\]$/, '$1'),
    ),
    ...(country && { where: { country, city } }),
  };
};

let networks: { readonly list: string; readonly parsed: readonly Network[] } | undefined;

const trustedNetworks = (): readonly Network[] => {
  const list = process.env.WAYBILL_TRUSTED_NETWORKS ?? '';
  if (networks?.list !== list) networks = { list, parsed: networksIn(list) };
  return networks!.parsed;
};

/** API Gateway passes names as the client wrote them. */
const lowerCase = <Value>(headers: Readonly<Record<string, Value>> | null | undefined): Record<string, Value> =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
