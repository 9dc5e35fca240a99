import { randomUUID } from 'node:crypto';
import { type Contexts, idFieldOf } from '@waybill/kernel';
import { expect } from 'vitest';
import type * as z from 'zod';
import * as contexts from '#functions/development';
import { routeOf } from './definitions.ts';
import { good, passphrase, type Team } from './people.ts';
import { type Ids, sampleOf } from './sample-of.ts';
import { eventually, hours, type world } from './world.ts';

/** The definition of every HTTP function. */
export const endpoints = Object.values(contexts as Contexts)
  .flatMap((manifest) => Object.values(manifest))
  .map(({ definition }) => definition)
  .flatMap((definition) => (routeOf(definition) ? [definition] : [])) as unknown as {
  readonly kind: 'command' | 'bulk' | 'query' | 'endpoint';
  readonly route: string;
  readonly role: 'anyone' | 'person' | 'auditor' | 'agent' | 'officer' | 'owner';
  readonly standing?: 'current';
  readonly grantsAccess?: true;
  readonly whileActing?: 'emulating' | 'always';
  readonly input: z.ZodObject;
  readonly rawBody?: string;
  readonly example?: object;
  /** Of a command: its aggregate, and whether it creates one. */
  readonly on: { readonly name: string };
  readonly begin?: unknown;
}[];

const { ROUTES } = process.env;
/** The routes of the generated tests: all, or with `ROUTES=parcels` those whose method and path match. */
export const asked = endpoints.filter(({ route }) => new RegExp(ROUTES ?? '').test(route));

const aLocation = async (of: ReturnType<typeof world>) => {
  const place = { address: { line1: `Hafenstraße ${randomUUID()}` }, city: 'Bremen', countryCode: 'DE' };
  return (await of.as('dispatcher').post('/geo/locations', place)).body as { locationId: string };
};

const twoContacts = async (of: ReturnType<typeof world>) => {
  const key = { contextKey: `customer-${randomUUID()}`, relatedEntityId: randomUUID() as string };
  const another = { ...key, relatedEntityId: randomUUID() as string };
  const [contactId, spareContactId] = await Promise.all(
    [key, another].map(async (it) => (await of.as('dispatcher').post('/geo/contacts', it)).body.contactId as string),
  );
  return { ...key, contactId: contactId!, spareContactId: spareContactId! };
};

/** The first of two. */
const anIncidentOf = async (of: ReturnType<typeof world>, { path }: { readonly path: string }) => {
  const report = { type: 'Delay', severity: 'Low', description: 'A jam' };
  const { incidentId } = (await of.as('dispatcher').post(`${path}/incidents`, report)).body;
  await of.as('dispatcher').post(`${path}/incidents`, report);
  return incidentId as string;
};

/** One of each delivery resource, in one organization. */
export const aRound = async (of: ReturnType<typeof world>) => {
  const [delivery, planned, driver, vehicle, { locationId }, contacts] = await Promise.all([
    of.aCrewedDelivery({ route: { start: -1, checkpoints: 2 }, reference: 'SCENE' }),
    of.aRoute({ start: 30, checkpoints: 2 }),
    of.aDriver(),
    of.aVehicle(),
    aLocation(of),
    twoContacts(of),
    // A list has a second page when there are two: live, and booked for one driver and one vehicle.
    of.aCrewedDelivery().then((another) => of.move(another, 'InTransit')),
  ]);
  await of.move(delivery, 'InTransit');
  const [incidentId, waiting] = await Promise.all([
    anIncidentOf(of, delivery),
    of.aDelivery({ route: delivery.route }),
    of
      .anActiveRoute({ start: 12 })
      .then((later) => of.aDelivery({ route: later, driver: delivery.driver, vehicle: delivery.vehicle })),
  ]);
  return {
    locationId,
    ...contacts,
    deliveryId: delivery.deliveryId,
    waitingId: waiting.deliveryId,
    incidentId,
    routeId: delivery.routeId,
    plannedRouteId: planned.routeId,
    afterPlanned: hours(5, Date.parse(planned.scheduledEnd)),
    /** These are free: the crew of the delivery under way could not be changed. */
    driverId: driver.driverId,
    vehicleId: vehicle.vehicleId,
    busyDriverId: delivery.driver.driverId,
    busyVehicleId: delivery.vehicle.vehicleId,
  };
};
/** One of each resource of an organization. */
const anOffice = async (of: Team, reader: string) => {
  const invitations = `${of.path}/invitations`;
  const invited = { email: `${randomUUID()}@example.org`, role: 'agent' };
  const { invitationId } = good(await of.as('owner').post(invitations, invited), 201).body;
  const { apiKeyId } = good(await of.as('owner').post('/api-keys', { name: 'A scale', role: 'agent' }), 201).body;
  const office = { email: `${randomUUID()}@example.org`, role: 'officer' };
  const forOfficer = good(await of.as('owner').post(invitations, office), 201).body;
  const ownersKey = good(await of.as('owner').post('/api-keys', { name: 'A master key', role: 'owner' }), 201).body;
  const { sessionId } = (await of.owner.self.get('/auth/session')).body.session;
  const { webhookId, webhookDeliveryId } = await aWebhook(of);
  const notificationId = await inTheInbox(of, reader);
  return {
    notificationId,
    organizationId: of.org,
    userId: of.users.driver,
    invitationId: invitationId as string,
    apiKeyId: apiKeyId as string,
    ownerId: of.users.owner,
    officersInvitationId: forOfficer.invitationId as string,
    ownersKeyId: ownersKey.apiKeyId as string,
    sessionId: sessionId as string,
    toOrgId: randomUUID() as string,
    webhookId,
    webhookDeliveryId,
  };
};

/** Two notifications to a member, for a second page of the list; the later one. */
const inTheInbox = async (of: Team, userId: string) => {
  const send = async () => {
    const body = { recipient: { userId }, title: 'A scene', markdown: 'A **scene**', text: 'A scene' };
    return good(await of.as('owner').post('/notifications', body), 201).body.notificationId as string;
  };
  await send();
  return send();
};

/** No name server knows this name (RFC 6761), so nothing is sent. */
const nowhere = 'https://hooks.example.invalid/';

/** A webhook that got one event, the rotation of its secret; and another one, for a second page of the list. */
const aWebhook = async (of: Team) => {
  const wanted = { url: nowhere, eventTypes: ['WebhookSecretRotated'] };
  good(await of.as('owner').post('/webhooks', { ...wanted, eventTypes: ['WebhookEnabled'] }), 201);
  const { webhookId } = good(await of.as('owner').post('/webhooks', wanted), 201).body;
  good(await of.as('owner').post(`/webhooks/${webhookId}/secret/rotation`));
  return eventually(async () => {
    const [attempt] = (await of.as('owner').get(`/webhooks/${webhookId}/deliveries`)).body.items;
    expect(attempt).toBeDefined();
    return { webhookId: webhookId as string, webhookDeliveryId: attempt.webhookDeliveryId as string };
  });
};

/** One of each resource, in one organization with its members. The inbox is that of the reader. */
export const aScene = async (of: Team, reader = of.users.owner) => {
  const [round, office] = await Promise.all([aRound(of), anOffice(of, reader)]);
  const known = { ...round, ...office };
  return { ...known, ...(await theRest(of, known)) };
};
export type Scene = Ids & Awaited<ReturnType<typeof aRound>> & Awaited<ReturnType<typeof anOffice>>;

/** One of each other aggregate that a route names, created by its command. */
const theRest = async (of: Team, known: Ids): Promise<Ids> => {
  const made: Record<string, string> = {};
  const named = [...new Set(endpoints.flatMap(({ route }) => parametersOf(route)))];
  for (const field of named.filter((name) => name.endsWith('Id') && !known[name])) {
    const begins = endpoints.find(
      ({ kind, route, on, begin }) =>
        kind === 'command' && begin && idFieldOf(on.name) === field && !route.includes('{'),
    );
    if (!begins)
      throw new Error(
        `No test has a ${field}, and no command begins one: add it to aRound in test/support/http/requests.ts.`,
      );
    const [, path] = begins.route.split(' ') as [string, string];
    const another = async () => {
      const input = sampleOf(begins.input, { ...known, ...made }, begins.example);
      return good(await of.as('owner').post(path, input), 201).body[field] as string;
    };
    // A list has a second page when there are two.
    await another();
    made[field] = await another();
  }
  return made;
};

/** A request for a route and its response, where they cannot be derived from the definition. */
interface Exception {
  /** Ids to use in place of the scene's: in the path, and in a body that is derived. */
  readonly ids?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** The expected response to another organization: a code, nothing at all, or its own data. */
  readonly outsider?: string;
  /** The same for one of its API keys. */
  readonly byKey?: string;
  /** Required where officers grant or revoke access: a request about a higher role, and the code of the refusal. */
  readonly above?: Above | typeof nothingAbove;
}

interface Above {
  readonly ids?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly code: string;
}
const nothingAbove = 'nothing outranks an officer here';

/**
 * A request is derived from the definition of its route: ids come from the scene, and the body is one that the input
 * schema accepts. A line here is needed only where that request would be refused, or the outsider's response differs.
 */
export const exceptions: Readonly<Record<string, (scene: Scene) => Exception>> = {
  'GET /health/services': () => ({ outsider: 'their own' }),
  'GET /fleet/policy': () => ({ outsider: 'their own' }),
  'GET /customer-messages/{customerMessage}/preview': () => ({
    ids: { customerMessage: 'Late' },
    outsider: 'their own',
  }),
  'POST /notifications/preview': () => ({ outsider: 'their own' }),
  'GET /geo/trip': () => ({ outsider: 'their own' }),
  // An API key has no preferences of its own.
  'GET /notification-preferences': () => ({ byKey: 'member-not-found' }),
  'PUT /notification-preferences': () => ({ byKey: 'member-not-found', outsider: 'their own' }),
  'POST /notifications': () => ({ outsider: 'member-not-found' }),
  'GET /unsubscribe/{token}': () => ({ ids: { token: 'x'.repeat(66) } }),
  'POST /unsubscribe/{token}': () => ({ ids: { token: 'x'.repeat(66) } }),
  // An API key has no inbox, either.
  'GET /inbox': () => ({ outsider: 'not-a-member', byKey: 'member-not-found' }),
  'GET /inbox/{notificationId}': () => ({ outsider: 'not-a-member', byKey: 'member-not-found' }),
  'PUT /inbox/read': () => ({ outsider: 'not-a-member', byKey: 'member-not-found' }),
  'PUT /inbox/{notificationId}/read': () => ({ outsider: 'notification-not-found' }),

  'GET /geo/contacts/by-key/{contextKey}/{relatedEntityId}': () => ({
    outsider: 'contact-not-found',
    byKey: 'context-key-not-allowed',
  }),
  'PUT /geo/contacts/by-key/{contextKey}/{relatedEntityId}': () => ({
    ids: { relatedEntityId: randomUUID() },
    body: { emails: [{ value: 'ada@example.org' }] },
    outsider: 'their own',
    byKey: 'context-key-not-allowed',
  }),
  'DELETE /geo/contacts/{contactId}': ({ spareContactId }) => ({ ids: { contactId: spareContactId } }),
  'DELETE /geo/contacts/by-key/{contextKey}/{relatedEntityId}': () => ({
    ids: { relatedEntityId: randomUUID() },
    outsider: 'their own',
    byKey: 'context-key-not-allowed',
  }),
  'POST /geo/contacts': () => ({
    body: { contextKey: 'customer', relatedEntityId: randomUUID() },
    outsider: 'their own',
    byKey: 'context-key-not-allowed',
  }),
  'POST /geo/contacts/batch': () => ({
    body: { items: [{ contextKey: 'customer', relatedEntityId: randomUUID() }] },
    outsider: 'their own',
    byKey: 'context-key-not-allowed',
  }),
  'POST /geo/contacts/batch/get': ({ contactId }) => ({ body: { ids: [contactId] }, outsider: 'their own' }),
  'POST /geo/contacts/batch/deletion': ({ spareContactId: contactId }) => ({ body: { items: [{ contactId }] } }),
  'GET /geo/reference-data/{kind}': () => ({ ids: { kind: 'countries' } }),
  'GET /geo/reference-data/{kind}/{code}': () => ({ ids: { kind: 'countries', code: 'AT' } }),

  'GET /drivers/{driverId}/bookings': ({ busyDriverId }) => ({ ids: { driverId: busyDriverId } }),
  'GET /vehicles/{vehicleId}/bookings': ({ busyVehicleId }) => ({ ids: { vehicleId: busyVehicleId } }),

  'PATCH /routes/{routeId}': ({ plannedRouteId }) => ({ ids: { routeId: plannedRouteId } }),
  'PUT /routes/{routeId}/status': ({ plannedRouteId }) => ({ ids: { routeId: plannedRouteId } }),
  'POST /routes/{routeId}/checkpoints': ({ plannedRouteId, afterPlanned, locationId, contactId }) => ({
    ids: { routeId: plannedRouteId },
    body: { sequence: 3, location: 'The end', expectedAt: afterPlanned, locationId, contactId },
  }),
  'PUT /routes/{routeId}/checkpoints': ({ plannedRouteId, afterPlanned, locationId, contactId }) => ({
    ids: { routeId: plannedRouteId },
    body: { checkpoints: [{ location: 'The only one', expectedAt: afterPlanned, locationId, contactId }] },
  }),
  'PUT /routes/{routeId}/checkpoints/{sequence}': ({ plannedRouteId, afterPlanned, locationId, contactId }) => ({
    ids: { routeId: plannedRouteId, sequence: '2' },
    body: { location: 'Elsewhere', expectedAt: afterPlanned, locationId, contactId },
  }),
  'DELETE /routes/{routeId}/checkpoints/{sequence}': ({ plannedRouteId }) => ({
    ids: { routeId: plannedRouteId, sequence: '2' },
  }),

  'POST /deliveries': ({ routeId, locationId, contactId }) => ({ body: { routeId, locationId, contactId } }),
  'PUT /deliveries/{deliveryId}/destination': ({ waitingId: deliveryId, locationId, contactId }) => ({
    ids: { deliveryId },
    body: { locationId, contactId },
  }),
  'PUT /deliveries/{deliveryId}/status': () => ({ body: { status: 'Failed', reason: 'why not' } }),
  'POST /deliveries/bulk/status': ({ deliveryId }) => ({
    body: { items: [{ deliveryId, status: 'Failed', reason: 'why not' }] },
  }),
  'PUT /deliveries/{deliveryId}/driver': ({ waitingId }) => ({ ids: { deliveryId: waitingId } }),
  'PUT /deliveries/{deliveryId}/vehicle': ({ waitingId }) => ({ ids: { deliveryId: waitingId } }),
  'DELETE /deliveries/{deliveryId}/driver': ({ waitingId }) => ({ ids: { deliveryId: waitingId } }),
  'DELETE /deliveries/{deliveryId}/vehicle': ({ waitingId }) => ({ ids: { deliveryId: waitingId } }),
  'POST /deliveries/bulk/assignment': ({ waitingId: deliveryId, driverId }) => ({
    body: { items: [{ deliveryId, driverId }] },
  }),

  'POST /auth/sign-up': () => ({
    body: { email: `${randomUUID()}@example.org`, password: passphrase, name: 'Ada' },
  }),
  'POST /auth/sign-in/challenge': () => ({ body: { challenge: 'nothing.of.ours', code: '123456' } }),
  'POST /auth/verification/confirmation': () => ({ body: { token: 'none' } }),
  'POST /auth/sign-in-link/confirmation': () => ({ body: { token: 'none' } }),
  'POST /auth/password-reset/confirmation': () => ({ body: { token: 'none', password: 'another fine passphrase' } }),
  'PUT /auth/password': () => ({
    body: { currentPassword: 'not the one it is', newPassword: 'another fine passphrase' },
    outsider: 'wrong-password',
  }),
  'POST /auth/second-factor': () => ({ outsider: 'wrong-password' }),
  'POST /auth/second-factor/confirmation': () => ({
    body: { code: '123456' },
    outsider: 'second-factor-not-enrolled',
  }),
  'POST /auth/second-factor/removal': () => ({
    body: { password: passphrase, code: '123456' },
    outsider: 'second-factor-not-enrolled',
  }),
  'POST /auth/second-factor/backup-codes': () => ({
    body: { password: passphrase, code: '123456' },
    outsider: 'second-factor-not-enrolled',
  }),
  'POST /auth/emulation': () => ({ outsider: 'org-type-not-allowed' }),
  'DELETE /auth/emulation': () => ({ outsider: 'not-emulating' }),
  'POST /auth/impersonation': () => ({ outsider: 'org-type-not-allowed' }),
  'DELETE /auth/impersonation': () => ({ outsider: 'not-impersonating' }),

  'POST /organizations': () => ({ body: { name: 'Staff', type: 'Admin' }, outsider: 'type-not-allowed' }),
  'POST /organizations/{organizationId}/departure': () => ({ above: nothingAbove }),
  'PUT /organizations/{organizationId}/members/{userId}/role': ({ ownerId }) => ({
    body: { role: 'auditor' },
    above: { ids: { userId: ownerId }, code: 'role-not-yours-to-give' },
  }),
  'POST /organizations/{organizationId}/invitations': () => ({
    body: { email: `${randomUUID()}@example.org`, role: 'agent' },
    above: { body: { email: `${randomUUID()}@example.org`, role: 'officer' }, code: 'role-not-yours-to-give' },
  }),
  'DELETE /organizations/{organizationId}/invitations/{invitationId}': () => ({ above: nothingAbove }),
  'POST /organizations/{organizationId}/invitations/{invitationId}/resending': ({ officersInvitationId }) => ({
    above: { ids: { invitationId: officersInvitationId }, code: 'role-not-yours-to-give' },
  }),
  'POST /organizations/{organizationId}/invitations/{invitationId}/acceptance': () => ({
    outsider: 'invitation-not-found',
  }),
  'POST /organizations/{organizationId}/invitations/{invitationId}/refusal': () => ({
    outsider: 'invitation-not-found',
  }),

  'POST /webhooks': () => ({
    body: { url: nowhere, eventTypes: ['WebhookEnabled'] },
    byKey: 'webhook-by-members-only',
  }),

  'POST /api-keys': () => ({
    body: { name: 'A door', role: 'agent' },
    byKey: 'not-by-a-key',
    above: { body: { name: 'A door', role: 'owner' }, code: 'role-too-high' },
  }),
  'DELETE /api-keys/{apiKeyId}': ({ ownersKeyId }) => ({
    above: { ids: { apiKeyId: ownersKeyId }, code: 'role-too-high' },
  }),
  'POST /api-keys/{apiKeyId}/rotation': ({ ownersKeyId }) => ({
    above: { ids: { apiKeyId: ownersKeyId }, code: 'role-too-high' },
  }),
  'POST /emulation-consents': ({ toOrgId }) => ({
    body: { toOrgId, expiresAt: hours(24) },
    byKey: 'organization-not-found',
    above: nothingAbove,
  }),
  'DELETE /emulation-consents/{toOrgId}': () => ({ byKey: 'emulation-consent-not-found', above: nothingAbove }),
};

/** The request for a route in a scene, and the expected response to another organization. */
export const requestFor = (route: string, scene: Scene) => {
  const { input, example, role, standing } = endpoints.find((endpoint) => endpoint.route === route)!;
  const { ids = {}, ...exception } = exceptions[route]?.(scene) ?? {};
  const known = { ...scene, ...ids };
  const [method, pattern] = route.split(' ') as [string, string];
  const inPath = parametersOf(route);
  const sample = sampleOf(input, known, example);
  if (!exception.body && !sample)
    throw new Error(`${route}: no input could be derived from its schema. Give the definition an example.`);

  const rest = Object.entries(sample ?? {}).filter(([name]) => !inPath.includes(name));
  const asks = method === 'GET';
  const query = asks && rest.length ? `?${new URLSearchParams(rest as [string, string][])}` : '';
  const body = exception.body ?? (!asks && rest.length ? Object.fromEntries(rest) : undefined);
  const path = pattern.replace(/{(\w+)}/g, (_, name: string) => known[name]!) + query;
  const named = [...inPath, ...idsIn(body, scene)];
  const refusal = refusalToOutsiders({ method, role, ids: named });
  // An organization that was never founded has no members. The response does not reveal that ours was.
  const stands = standing === 'current' && named[0] !== 'organizationId';
  const outsider = exception.outsider ?? (stands ? 'not-a-member' : refusal);
  return {
    method,
    path,
    body,
    outsider,
    byKey: exception.byKey ?? exception.outsider ?? (pattern.startsWith('/jobs/') ? 'org-type-not-allowed' : refusal),
  };
};

/** A request of an officer about a higher role, if the route has one. */
export const aboveOfficers = (route: string, scene: Scene) => {
  const { above } = exceptions[route]?.(scene) ?? {};
  if (above === undefined || above === nothingAbove) return above;
  const { ids, body, code } = above as Above;
  const request = requestFor(route, { ...scene, ...ids });
  return { ...request, body: body ?? request.body, code };
};

/** The code for the first missing resource of the path; a route without ids has nothing to hide. */
const refusalToOutsiders = ({
  method,
  role,
  ids: [first],
}: {
  method: string;
  role: string;
  ids: readonly string[];
}) => {
  if (first) return `${first.replace(/Id$/, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}-not-found`;
  return method === 'GET' && ranked(role) ? 'nothing' : 'their own';
};

const parametersOf = (route: string) => [...route.matchAll(/{(\w+)}/g)].map(([, name]) => name!);

/** The fields of a body that hold an id of the scene. */
const idsIn = (body: unknown, scene: Scene): string[] => {
  if (typeof body !== 'object' || body === null) return [];
  const ids = new Set(Object.values(scene));
  return Object.entries(body).flatMap(([name, value]) => (ids.has(value) ? [name] : idsIn(value, scene)));
};

/**
 * The health of the system is the same for every organization, but differs between two requests; the attempts of a webhook
 * go on by themselves.
 */
const ofOurs = ({ route }: { route: string }) =>
  !route.startsWith('GET /health') && route !== 'GET /webhooks/{webhookId}/deliveries';

/** Whether a role is required, rather than a session or nothing. */
export const ranked = (role: string): boolean => role !== 'anyone' && role !== 'person';

/** All that an organization can read of itself, except the time of reading. */
export const everythingOf = async ({ as }: Pick<ReturnType<typeof world>, 'as'>, scene: Scene) => {
  const readable = endpoints.filter(({ route, role }) => route.startsWith('GET ') && ranked(role)).filter(ofOurs);
  const answers = await Promise.all(
    readable.map(async ({ route }) => {
      const { status, body } = await as('owner').get(requestFor(route, scene).path);
      return [route, status, timeless(body)] as const;
    }),
  );
  const planned = await as('owner').get(`/routes/${scene.plannedRouteId}`);
  return [...answers, ['planned', planned.status, planned.body] as const];
};

/** The same, once the read models have caught up: two consecutive reads are equal. */
export const settled = async (of: Pick<ReturnType<typeof world>, 'as'>, scene: Scene) => {
  let last = await everythingOf(of, scene);
  return eventually(async () => {
    const [before, now] = [last, await everythingOf(of, scene)];
    last = now;
    expect(now).toEqual(before);
    return now;
  });
};

const passing = new Set(['lastUsedAt', 'asOf', 'correlation', 'delayMinutes', 'state', 'nextCheckpoint']);
const timeless = (body: unknown) => JSON.parse(JSON.stringify(body, (key, value) => (passing.has(key) ? null : value)));
