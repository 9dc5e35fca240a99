import {
  type Booking,
  type Caller,
  type Manifest,
  newId,
  type RecordedEvent,
  type Resource,
  type Role,
} from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { follows } from '@waybill/kernel/read/read-model';
import { recorded } from '@waybill/kernel/testing';
import { MemberJoined, OrganizationCreated } from '#events/organizations';
import { routeOf } from './http/definitions.ts';

export const orgId = newId('org');

interface Options {
  readonly at?: string;
  /** Replaces its own clock. */
  readonly clock?: () => Date;
  readonly queues?: readonly string[];
  /** Called with the events of every commit. */
  readonly onAppend?: (events: readonly RecordedEvent[]) => void;
}

/** A small system in memory: with its own clock, functions called as API Gateway does, rows projected at once. */
export const inMemory = (manifest: Manifest, options: Options = {}) => {
  const { at = '2026-05-04T12:00:00.000Z', clock = () => new Date(now), queues, onAppend } = options;
  let now = at;
  let unprojected: RecordedEvent[] = [];
  const platform = memory({
    clock,
    queues,
    onAppend: (events) => {
      unprojected.push(...events);
      onAppend?.(events);
    },
  });
  // The stream of the organization has its owner, too.
  void platform.events.commit({
    appends: recorded(
      [
        OrganizationCreated({ name: 'Acme', slug: 'acme', type: 'Customer' }),
        MemberJoined({ userId: newId('owner'), role: 'owner' }),
      ],
      { context: 'organizations', aggregate: 'organization', id: orgId },
    ),
  });
  const projections = Object.values(manifest).flatMap((fn) =>
    fn.definition.kind === 'projection' ? [{ definition: fn.definition, fn }] : [],
  );

  const project = async () => {
    const news = unprojected;
    unprojected = [];
    for (const event of news)
      for (const { fn, ...projection } of projections)
        if (follows(projection, event.stream)) await fn.with(platform)([event]);
  };

  /** Calls a function with its whole input, wherever its fields are sent. */
  const ask = async (name: string, given: Record<string, unknown> = {}, options: Partial<Asking> = {}) => {
    const { role = 'owner', org = orgId, headers = {}, claims = {} } = options;
    const fn = manifest[name]!;
    const [method, path = ''] = routeOf(fn.definition)!.split(' ');
    const inPath = Object.entries(given).filter(([key]) => path.includes(`{${key}}`));
    const rest = Object.entries(given).filter(([key]) => !path.includes(`{${key}}`));
    await project();
    const {
      statusCode,
      headers: said,
      body,
    } = await fn.with(platform)({
      httpMethod: method,
      pathParameters: Object.fromEntries(inPath),
      multiValueQueryStringParameters:
        method === 'GET' ? Object.fromEntries(rest.map(([key, value]) => [key, [value].flat()])) : null,
      headers: { 'content-type': 'application/json', ...headers },
      body: method === 'GET' || rest.length === 0 ? null : JSON.stringify(Object.fromEntries(rest)),
      requestContext: { authorizer: { sub: newId(role), orgId: org, orgType: 'Customer', role, ...claims } },
    });
    return { status: statusCode as number, headers: said as Record<string, string>, body: JSON.parse(body) };
  };

  /** Books or frees a driver, a vehicle or a route for a live delivery. */
  const book = (resource: Resource, booking: Omit<Booking, 'resource'>, books = true) => {
    const { id, holder, from, to } = booking;
    return platform.events.commit({
      org: orgId,
      ...(books
        ? { books: [{ resource, id, holder, window: { from, to } }] }
        : { frees: [{ resource, id, holder, from }] }),
    });
  };
  const free = (resource: Resource, booking: Omit<Booking, 'resource'>) => book(resource, booking, false);

  const itIs = (time: string) => {
    now = time;
  };

  return { platform, ask, book, free, itIs };
};

interface Asking {
  readonly role: Role;
  readonly org: Caller['orgId'];
  readonly headers: Record<string, string>;
  /** What the authorizer says of the caller, in addition. */
  readonly claims: Readonly<Record<string, string>>;
}
