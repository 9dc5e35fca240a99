import type { APIGatewayProxyEvent } from 'aws-lambda';

/** The origin of a request, from trusted sources. */
export interface Client {
  readonly ip: string | undefined;
  /** City and country, `Leeds, GB`. Known only behind CloudFront. */
  readonly place: string | undefined;
}

/**
 * The address as seen by API Gateway. Headers are used only where `WAYBILL_TRUSTED_PROXY` is `cloudfront`: CloudFront
 * sets its `CloudFront-Viewer-*` headers itself and overwrites those of the client. This is safe only if the stage
 * makes sure that all requests pass through CloudFront. `X-Forwarded-For` is never read.
 */
export const clientOf = ({ requestContext, headers }: APIGatewayProxyEvent): Client => {
  const header = (name: string) => headers?.[`cloudfront-viewer-${name}`];
  const seen = requestContext?.identity?.sourceIp;
  if (process.env.WAYBILL_TRUSTED_PROXY !== 'cloudfront') return { ip: seen, place: undefined };
  const [city, country] = [header('city'), header('country')];
  // `198.51.100.10:46532`, `2001:db8::1:46532` or `[2001:db8::1]:46532`: the port comes last.
  const viewer = header('address')
    ?.replace(/:\d+$/, '')
    .replace(/^\[(.+)\]$/, '$1');
  return { ip: viewer ?? seen, place: country && (city ? `${city}, ${country}` : country) };
};
