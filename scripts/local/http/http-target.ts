import type { IncomingMessage } from 'node:http';
import type { Waited } from '@waybill/kernel/http/edge';
import type { Context } from 'aws-lambda';
import type { Endpoint, Extras } from './http.ts';
import { hostCheck } from './http-hosts.ts';
import { lambdaContext } from './lambda-context.ts';
import { type Found, routes } from './routes.ts';

export interface Invocation {
  readonly endpoint: Endpoint;
  /** Aborted when the client disconnects. */
  readonly context: (gone: AbortSignal) => Context & Waited;
}

type Target = Invocation | { readonly extra: Extras[string] };

/** Path parameters as received. */
export type Names = readonly (readonly [name: string, raw: string])[];

/** A request and its target. */
export interface TargetedRequest {
  readonly request: IncomingMessage;
  /** Below the base path; absent outside of it. */
  readonly path?: string | undefined;
  readonly search: string;
  readonly found: Found<Target>;
  /** `/` or the base path itself. */
  readonly isHome: boolean;
  readonly isOurs: boolean;
  /** Whether pages of other origins may not read the response. */
  readonly isForDevelopers: boolean;
}

interface Options {
  readonly endpoints: readonly Endpoint[];
  readonly extras: Extras;
  readonly basePath: string;
  readonly home?: string | undefined;
  readonly hosts?: readonly string[] | undefined;
}

export const targetReader = ({ endpoints, extras, basePath, home, hosts }: Options) => {
  const isOurs = hostCheck(hosts);
  const find = routes<Target>([
    ...endpoints.map((endpoint) => [endpoint.route, { endpoint, context: lambdaContext(endpoint.name) }] as const),
    ...Object.entries(extras).map(([route, extra]) => [route, { extra }] as const),
  ]);
  const isExtra = (path: string): boolean => {
    const found = find('GET', path);
    return !!found && 'target' in found && 'extra' in found.target;
  };

  return (request: IncomingMessage): TargetedRequest => {
    const [whole, search] = split(request.url!);
    const path = whole.startsWith(`${basePath}/`) ? whole.slice(basePath.length).replace(/(.)\/$/, '$1') : undefined;
    const method = request.method === 'HEAD' ? 'GET' : request.method!;
    const isHome = home !== undefined && method === 'GET' && ['/', basePath, `${basePath}/`].includes(whole);
    const ours = isOurs(request);
    return {
      request,
      path,
      search,
      found: path === undefined ? undefined : find(method, path),
      isHome,
      isOurs: ours,
      isForDevelopers: !ours || isHome || (path !== undefined && (path.startsWith('/dev/') || isExtra(path))),
    };
  };
};

/** Path and query; of an absolute URL, as proxies send it, from its path on. */
const split = (url: string): [path: string, search: string] => {
  const relative = url.replace(/^https?:\/\/[^/?#]*/i, '');
  const mark = relative.indexOf('?');
  return mark < 0 ? [relative, ''] : [relative.slice(0, mark), relative.slice(mark + 1)];
};
