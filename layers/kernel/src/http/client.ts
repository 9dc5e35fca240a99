import type { APIGatewayProxyEvent } from 'aws-lambda';

/** Where a request comes from, as far as somebody whom we trust has seen it. */
export interface Client {
  readonly ip: string | undefined;
  /** City and country, `Leeds, GB`. Known only behind CloudFront. */
  readonly place: string | undefined;
}

/**
 * The address that API Gateway has seen. Headers count only where `WAYBILL_TRUSTED_PROXY` is `cloudfront`: CloudFront sets
 * its `CloudFront-Viewer-*` headers itself and overwrites what a client sends. That holds only if nobody can reach
 * the API without going through it, so the stage has to see to that. `X-Forwarded-For` is never looked at.
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
