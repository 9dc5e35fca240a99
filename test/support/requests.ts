import { randomUUID } from 'node:crypto';
import type { Contexts } from '@waybill/kernel';
import * as contexts from '#functions/development';
import { aLicence, aRegistration } from './makers.ts';
import { good, type House, passphrase } from './people.ts';
import { hours, type world } from './world.ts';

/** Every function that answers over HTTP, as it describes itself. */
export const endpoints = Object.values(contexts as Contexts)
  .flatMap((manifest) => Object.values(manifest))
  .map(({ definition }) => definition)
  .filter(({ route }) => route) as {
  readonly kind: 'command' | 'query' | 'call';
  readonly route: string;
  readonly role: 'anyone' | 'person' | 'auditor' | 'agent' | 'officer' | 'owner';
  readonly input: any;
}[];

/** One of everything that is delivered, in one organisation. */
export const aRound = async (of: ReturnType<typeof world>) => {
  const delivery = await of.aCrewedDelivery({ route: { start: -1, checkpoints: 2 }, reference: 'SCENE' });
  await of.move(delivery, 'InTransit');
  const report = { type: 'Delay', severity: 'Low', description: 'A jam' };
  const { incidentId } = (await of.as('dispatcher').post(`${delivery.path}/incidents`, report)).body;
  await of.as('dispatcher').post(`${delivery.path}/incidents`, report);
  const waiting = await of.aDelivery({ route: delivery.route });
  const planned = await of.aRoute({ start: 30, checkpoints: 2 });
  const [driver, vehicle] = [await of.aDriver(), await of.aVehicle()];
  return {
    deliveryId: delivery.deliveryId,
    waitingId: waiting.deliveryId,
    incidentId: incidentId as string,
    routeId: delivery.routeId,
    plannedRouteId: planned.routeId,
    afterPlanned: hours(5, Date.parse(planned.scheduledEnd)),
    driverId: delivery.driver.driverId,
    vehicleId: delivery.vehicle.vehicleId,
    spareDriverId: driver.driverId,
    spareVehicleId: vehicle.vehicleId,
  };
};
/** One of everything that makes an organisation one. */
const anOffice = async (of: House) => {
  const invitations = `${of.path}/invitations`;
  const invited = { email: `${randomUUID()}@example.org`, role: 'agent' };
  const { invitationId } = good(await of.as('owner').post(invitations, invited), 201).body;
  const { apiKeyId } = good(await of.as('owner').post('/api-keys', { name: 'A scale', role: 'agent' }), 201).body;
  const { sessionId } = (await of.owner.self.get('/auth/session')).body.session;
  return {
    organizationId: of.org,
    userId: of.users.driver,
    invitationId: invitationId as string,
    apiKeyId: apiKeyId as string,
    sessionId: sessionId as string,
    toOrgId: randomUUID() as string,
  };
};

/** One of everything, in one organisation with its people. */
export const aScene = async (of: House) => ({ ...(await aRound(of)), ...(await anOffice(of)) });
export type Scene = Awaited<ReturnType<typeof aScene>>;

interface Sample {
  /** What goes into the path; what is left out has its own name in the scene. */
  readonly ids?: Partial<Record<'deliveryId' | 'driverId' | 'vehicleId' | 'routeId' | 'sequence', string>>;
  /** The same, asked with a key of theirs. */
  readonly byKey?: string;
  /** What is wanted from a query, in the path. */
  readonly query?: string;
  readonly body?: object;
  /** What somebody of another organisation is told: a code, that there is nothing, or something of their own. */
  readonly outsider: string | 'nothing' | 'their own';
}

/** A request that makes sense for every route; a route that is not here has no expectation, and a test says so. */
export const samples: Readonly<Record<string, (scene: Scene) => Sample>> = {
  'GET /health': () => ({ outsider: 'their own' }),
  'GET /health/services': () => ({ outsider: 'their own' }),

  'POST /drivers': () => ({ body: { name: 'Ada Byron', licence: aLicence() }, outsider: 'their own' }),
  'GET /drivers': () => ({ outsider: 'nothing' }),
  'GET /drivers/{driverId}': () => ({ outsider: 'driver-not-found' }),
  'GET /drivers/{driverId}/bookings': () => ({ outsider: 'driver-not-found' }),
  'PATCH /drivers/{driverId}': () => ({ body: { name: 'Somebody Else' }, outsider: 'driver-not-found' }),
  'PUT /drivers/{driverId}/standing': ({ spareDriverId }) => ({
    ids: { driverId: spareDriverId },
    body: { standing: 'Suspended', reason: 'why not' },
    outsider: 'driver-not-found',
  }),
  'POST /drivers/{driverId}/retirement': ({ spareDriverId }) => ({
    ids: { driverId: spareDriverId },
    body: { reason: 'why not' },
    outsider: 'driver-not-found',
  }),

  'POST /vehicles': () => ({ body: { registration: aRegistration(), type: 'Box Truck' }, outsider: 'their own' }),
  'GET /vehicles': () => ({ outsider: 'nothing' }),
  'GET /vehicles/{vehicleId}': () => ({ outsider: 'vehicle-not-found' }),
  'GET /vehicles/{vehicleId}/bookings': () => ({ outsider: 'vehicle-not-found' }),
  'PATCH /vehicles/{vehicleId}': () => ({ body: { type: 'Hearse' }, outsider: 'vehicle-not-found' }),
  'PUT /vehicles/{vehicleId}/standing': ({ spareVehicleId }) => ({
    ids: { vehicleId: spareVehicleId },
    body: { standing: 'Maintenance' },
    outsider: 'vehicle-not-found',
  }),
  'POST /vehicles/{vehicleId}/retirement': ({ spareVehicleId }) => ({
    ids: { vehicleId: spareVehicleId },
    body: { reason: 'rust' },
    outsider: 'vehicle-not-found',
  }),

  'GET /fleet/overview': () => ({ outsider: 'nothing' }),
  'GET /fleet/policy': () => ({ outsider: 'their own' }),
  'PUT /fleet/policy': () => ({ body: { bufferMinutes: 5 }, outsider: 'their own' }),

  'POST /routes': () => ({
    body: { origin: 'Leeds', destination: 'York', scheduledStart: hours(5), scheduledEnd: hours(6) },
    outsider: 'their own',
  }),
  'GET /routes': () => ({ outsider: 'nothing' }),
  'GET /routes/overview': () => ({ outsider: 'nothing' }),
  'GET /routes/{routeId}': () => ({ outsider: 'route-not-found' }),
  'GET /routes/{routeId}/deliveries': () => ({ outsider: 'route-not-found' }),
  'GET /routes/{routeId}/performance': () => ({ outsider: 'route-not-found' }),
  'PATCH /routes/{routeId}': ({ plannedRouteId }) => ({
    ids: { routeId: plannedRouteId },
    body: { origin: 'Elsewhere' },
    outsider: 'route-not-found',
  }),
  'PUT /routes/{routeId}/status': ({ plannedRouteId }) => ({
    ids: { routeId: plannedRouteId },
    body: { status: 'Deactivated' },
    outsider: 'route-not-found',
  }),
  'POST /routes/{routeId}/checkpoints': ({ plannedRouteId, afterPlanned }) => ({
    ids: { routeId: plannedRouteId },
    body: { sequence: 3, location: 'The end', expectedAt: afterPlanned },
    outsider: 'route-not-found',
  }),
  'PUT /routes/{routeId}/checkpoints': ({ plannedRouteId, afterPlanned }) => ({
    ids: { routeId: plannedRouteId },
    body: { checkpoints: [{ location: 'The only one', expectedAt: afterPlanned }] },
    outsider: 'route-not-found',
  }),
  'PUT /routes/{routeId}/checkpoints/{sequence}': ({ plannedRouteId, afterPlanned }) => ({
    ids: { routeId: plannedRouteId, sequence: '2' },
    body: { location: 'Elsewhere', expectedAt: afterPlanned },
    outsider: 'route-not-found',
  }),
  'DELETE /routes/{routeId}/checkpoints/{sequence}': ({ plannedRouteId }) => ({
    ids: { routeId: plannedRouteId, sequence: '2' },
    outsider: 'route-not-found',
  }),

  'POST /deliveries': ({ routeId }) => ({ body: { routeId }, outsider: 'route-not-found' }),
  'GET /deliveries': () => ({ outsider: 'nothing' }),
  'GET /deliveries/live': () => ({ outsider: 'nothing' }),
  'GET /deliveries/statistics': () => ({ outsider: 'nothing' }),
  'GET /deliveries/{deliveryId}': () => ({ outsider: 'delivery-not-found' }),
  'GET /deliveries/{deliveryId}/events': () => ({ outsider: 'delivery-not-found' }),
  'GET /deliveries/{deliveryId}/summary': () => ({ outsider: 'delivery-not-found' }),
  'PUT /deliveries/{deliveryId}/status': () => ({
    body: { status: 'Failed', reason: 'why not' },
    outsider: 'delivery-not-found',
  }),
  'POST /deliveries/{deliveryId}/checkpoints': () => ({ body: { sequence: 1 }, outsider: 'delivery-not-found' }),
  'POST /deliveries/{deliveryId}/proof': () => ({
    body: { receiverName: 'Eve', photoUrl: 'https://example.com/door.jpg' },
    outsider: 'delivery-not-found',
  }),
  'POST /deliveries/{deliveryId}/incidents': () => ({
    body: { type: 'Other', description: 'Well…' },
    outsider: 'delivery-not-found',
  }),
  'POST /deliveries/{deliveryId}/incidents/{incidentId}/resolution': () => ({
    body: { note: 'fine' },
    outsider: 'delivery-not-found',
  }),
  'PUT /deliveries/{deliveryId}/driver': ({ waitingId, spareDriverId }) => ({
    ids: { deliveryId: waitingId },
    body: { driverId: spareDriverId },
    outsider: 'delivery-not-found',
  }),
  'PUT /deliveries/{deliveryId}/vehicle': ({ waitingId, spareVehicleId }) => ({
    ids: { deliveryId: waitingId },
    body: { vehicleId: spareVehicleId },
    outsider: 'delivery-not-found',
  }),
  'DELETE /deliveries/{deliveryId}/driver': ({ waitingId }) => ({
    ids: { deliveryId: waitingId },
    outsider: 'delivery-not-found',
  }),
  'DELETE /deliveries/{deliveryId}/vehicle': ({ waitingId }) => ({
    ids: { deliveryId: waitingId },
    outsider: 'delivery-not-found',
  }),
  'POST /deliveries/{deliveryId}/cancellation': () => ({
    body: { reason: 'why not', requestedBy: 'Customer' },
    outsider: 'delivery-not-found',
  }),
  'POST /deliveries/bulk/status': ({ deliveryId }) => ({
    body: { items: [{ deliveryId, status: 'Failed', reason: 'why not' }] },
    outsider: 'delivery-not-found',
  }),
  'POST /deliveries/bulk/assignment': ({ waitingId, spareDriverId }) => ({
    body: { items: [{ deliveryId: waitingId, driverId: spareDriverId }] },
    outsider: 'delivery-not-found',
  }),
  'POST /deliveries/bulk/cancellation': ({ deliveryId }) => ({
    body: { items: [{ deliveryId, reason: 'why not', requestedBy: 'Customer' }] },
    outsider: 'delivery-not-found',
  }),
  'POST /incidents/bulk/resolution': ({ deliveryId, incidentId }) => ({
    body: { items: [{ deliveryId, incidentId }] },
    outsider: 'delivery-not-found',
  }),
  'GET /incidents': () => ({ outsider: 'nothing' }),

  'POST /auth/sign-up': () => ({
    body: { email: `${randomUUID()}@example.org`, password: passphrase, name: 'Ada' },
    outsider: 'their own',
  }),
  'POST /auth/sign-in': () => ({
    body: { email: `${randomUUID()}@example.org`, password: passphrase },
    outsider: 'wrong-credentials',
  }),
  'POST /auth/sign-in/challenge': () => ({
    body: { challenge: 'nothing.of.ours', code: '123456' },
    outsider: 'challenge-not-valid',
  }),
  'GET /auth/email-availability': () => ({ query: '?email=ada@example.org', outsider: 'their own' }),
  'POST /auth/verification': () => ({ body: { email: 'nobody@example.org' }, outsider: 'their own' }),
  'POST /auth/verification/confirmation': () => ({ body: { token: 'none' }, outsider: 'link-not-valid' }),
  'POST /auth/password-reset': () => ({ body: { email: 'nobody@example.org' }, outsider: 'their own' }),
  'POST /auth/password-reset/confirmation': () => ({
    body: { token: 'none', password: 'another fine passphrase' },
    outsider: 'link-not-valid',
  }),
  'GET /auth/jwks': () => ({ outsider: 'their own' }),
  'GET /.well-known/openid-configuration': () => ({ outsider: 'their own' }),
  'GET /dev/outbox': () => ({ query: '?to=nobody@example.org', outsider: 'their own' }),

  'POST /auth/sign-out': () => ({ body: {}, outsider: 'their own' }),
  'GET /auth/session': () => ({ outsider: 'their own' }),
  'GET /auth/sessions': () => ({ outsider: 'their own' }),
  'DELETE /auth/sessions': () => ({ outsider: 'their own' }),
  'DELETE /auth/sessions/{sessionId}': () => ({ outsider: 'session-not-found' }),
  'GET /auth/sign-ins': () => ({ outsider: 'their own' }),
  'GET /auth/me': () => ({ outsider: 'their own' }),
  'PATCH /auth/me': () => ({ body: { name: 'Somebody Else' }, outsider: 'their own' }),
  'PUT /auth/password': () => ({
    body: { currentPassword: 'not the one it is', newPassword: 'another fine passphrase' },
    outsider: 'wrong-password',
  }),
  'POST /auth/second-factor': () => ({ body: { password: 'not the one it is' }, outsider: 'wrong-password' }),
  'POST /auth/second-factor/confirmation': () => ({
    body: { code: '123456' },
    outsider: 'second-factor-not-enrolled',
  }),
  'POST /auth/second-factor/removal': () => ({
    body: { password: passphrase },
    outsider: 'second-factor-not-enrolled',
  }),
  'POST /auth/second-factor/backup-codes': () => ({
    body: { password: passphrase },
    outsider: 'second-factor-not-enrolled',
  }),
  'POST /auth/token': () => ({ body: {}, outsider: 'their own' }),
  'POST /auth/emulation': ({ organizationId }) => ({ body: { organizationId }, outsider: 'org-type-not-allowed' }),
  'DELETE /auth/emulation': () => ({ outsider: 'not-emulating' }),
  'POST /auth/impersonation': ({ userId }) => ({ body: { userId }, outsider: 'org-type-not-allowed' }),
  'DELETE /auth/impersonation': () => ({ outsider: 'not-impersonating' }),

  'POST /organizations': () => ({ body: { name: 'Staff', type: 'Admin' }, outsider: 'type-not-allowed' }),
  'GET /organizations': () => ({ outsider: 'nothing' }),
  'POST /organizations/{organizationId}/activation': () => ({ body: {}, outsider: 'organization-not-found' }),
  'GET /organizations/{organizationId}': () => ({ outsider: 'organization-not-found' }),
  'PATCH /organizations/{organizationId}': () => ({ body: { name: 'Ours now' }, outsider: 'organization-not-found' }),
  'POST /organizations/{organizationId}/departure': () => ({ body: {}, outsider: 'organization-not-found' }),
  'GET /organizations/{organizationId}/members': () => ({ outsider: 'organization-not-found' }),
  'PUT /organizations/{organizationId}/members/{userId}/role': () => ({
    body: { role: 'auditor' },
    outsider: 'organization-not-found',
  }),
  'DELETE /organizations/{organizationId}/members/{userId}': () => ({ outsider: 'organization-not-found' }),
  'GET /invitations': () => ({ outsider: 'nothing' }),
  'POST /organizations/{organizationId}/invitations': () => ({
    body: { email: `${randomUUID()}@example.org`, role: 'agent' },
    outsider: 'organization-not-found',
  }),
  'GET /organizations/{organizationId}/invitations': () => ({ outsider: 'organization-not-found' }),
  'DELETE /organizations/{organizationId}/invitations/{invitationId}': () => ({ outsider: 'organization-not-found' }),
  'POST /organizations/{organizationId}/invitations/{invitationId}/resending': () => ({
    body: {},
    outsider: 'organization-not-found',
  }),
  'POST /organizations/{organizationId}/invitations/{invitationId}/acceptance': () => ({
    body: {},
    outsider: 'invitation-not-found',
  }),
  'POST /organizations/{organizationId}/invitations/{invitationId}/refusal': () => ({
    body: {},
    outsider: 'invitation-not-found',
  }),

  'POST /api-keys': () => ({ body: { name: 'A door', role: 'agent' }, outsider: 'their own', byKey: 'not-by-a-key' }),
  'GET /api-keys': () => ({ outsider: 'nothing' }),
  'DELETE /api-keys/{apiKeyId}': () => ({ outsider: 'api-key-not-found' }),
  'POST /api-keys/{apiKeyId}/rotation': () => ({ body: {}, outsider: 'api-key-not-found' }),
  'GET /audit': () => ({ outsider: 'nothing' }),
  'POST /emulation-consents': ({ toOrgId }) => ({
    body: { toOrgId, expiresAt: hours(24) },
    outsider: 'organization-not-found',
  }),
  'GET /emulation-consents': () => ({ outsider: 'nothing' }),
  'DELETE /emulation-consents/{toOrgId}': () => ({ outsider: 'emulation-consent-not-found' }),
};

/** The request for a route in a scene. */
export const requestFor = (route: string, scene: Scene) => {
  const [method, pattern] = route.split(' ') as [string, string];
  const { ids = {}, query = '', body, outsider, byKey = outsider } = samples[route]!(scene);
  const known = { ...scene, ...ids } as Record<string, string>;
  const path = pattern.replace(/{(\w+)}/g, (_, name: string) => known[name]!) + query;
  return { method, path, body, outsider, byKey };
};

/** How the system is, is the same for every organisation, and never the same twice. */
const ofOurs = ({ route }: { route: string }) => !route.startsWith('GET /health');

/** Whether a role is asked for, rather than a session or nothing. */
export const ranked = (role: string): boolean => role !== 'anyone' && role !== 'person';

/** All that an organisation can see of itself, but for the time it looked. */
export const everythingOf = async ({ as }: Pick<ReturnType<typeof world>, 'as'>, scene: Scene) => {
  const told = endpoints.filter(({ route, role }) => route.startsWith('GET ') && ranked(role)).filter(ofOurs);
  const answers = await Promise.all(
    told.map(async ({ route }) => {
      const { status, body } = await as('owner').get(requestFor(route, scene).path);
      return [route, status, timeless(body)] as const;
    }),
  );
  const planned = await as('owner').get(`/routes/${scene.plannedRouteId}`);
  return [...answers, ['planned', planned.status, planned.body] as const];
};

const passing = new Set(['lastUsedAt', 'asOf', 'correlation', 'delayMinutes', 'state', 'nextCheckpoint']);
const timeless = (body: unknown) => JSON.parse(JSON.stringify(body, (key, value) => (passing.has(key) ? null : value)));
