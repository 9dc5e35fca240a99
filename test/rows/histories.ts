import { type Event, newId, type RecordedEvent } from '@waybill/kernel';
import { someCaller } from '@waybill/kernel/testing';
import {
  NotificationRead,
  NotificationRequested,
  NotificationSettled,
  WebhookCreated,
  WebhookDeleted,
  WebhookDescriptionChanged,
  WebhookDisabled,
  WebhookEnabled,
  WebhookEventTypesChanged,
  WebhookSecretRotated,
  WebhookUrlChanged,
} from '#events/comms';
import {
  CheckpointReached,
  DeliveryCancelled,
  DeliveryCreated,
  DeliveryRetried,
  DeliveryStatusChanged,
  DestinationChanged,
  DriverAssigned,
  DriverHandedOver,
  DriverUnassigned,
  IncidentReported,
  IncidentResolved,
  ProofCaptured,
  type RoutePlan,
  VehicleAssigned,
  VehicleHandedOver,
  VehicleUnassigned,
} from '#events/deliveries';
import {
  DriverLicenceChanged,
  DriverLinkedToUser,
  DriverPhoneChanged,
  DriverRegistered,
  DriverRenamed,
  DriverRetired,
  DriverStandingChanged,
  VehicleCapacityChanged,
  VehicleIncidentClosed,
  VehicleIncidentOpened,
  VehicleRegistered,
  VehicleReregistered,
  VehicleRetired,
  VehicleStandingChanged,
  VehicleTypeChanged,
} from '#events/fleet';
import { ContactCreated, ContactDeleted } from '#events/geo';
import { ApiKeyCreated, ApiKeyExpiring, ApiKeyRevoked, ApiKeyRotated } from '#events/organizations';
import {
  CheckpointAdded,
  CheckpointChanged,
  CheckpointRemoved,
  CheckpointsPlanned,
  RouteCreated,
  RouteRedirected,
  RouteRenamed,
  RouteRescheduled,
  RouteStatusChanged,
} from '#events/routes';
import { recordedEvent } from '../support/recorded-event.ts';

/** The organization of all golden rows. The golden files have its id, which depends on the spelling of this text. */
export const org = newId('golden organisation');

/** A time on the day of the histories. */
export const at = (time: string) => `2026-05-04T${time}:00.000Z`;

const history = (context: string, aggregate: string, name: string, first: string, ...facts: Event[]): RecordedEvent[] =>
  facts.map((fact, i) =>
    // The table omits undefined values.
    recordedEvent(JSON.parse(JSON.stringify(fact)), { context, org, aggregate, id: newId(name) }, i + 1, {
      at: new Date(Date.parse(at(first)) + i * 300_000).toISOString(),
      by: newId('golden officer'),
    }),
  );

const checkpoints = [
  { sequence: 1, location: 'Mill', expectedAt: at('09:00') },
  { sequence: 2, location: 'Bridge', expectedAt: at('10:00'), position: { latitude: 48.2, longitude: 16.4 } },
];
const route: RoutePlan = {
  routeId: newId('north round'),
  name: 'North round',
  origin: 'Depot',
  destination: 'Harbour',
  scheduledStart: at('08:00'),
  scheduledEnd: at('11:00'),
  checkpoints,
};
const crew = { driverId: newId('Ada'), driverName: 'Ada', vehicleId: newId('W 1'), registration: 'W 1' };
const moved = (from: any, to: any, reason?: string) => DeliveryStatusChanged({ from, to, reason });
const incident = (name: string, more: object = {}) =>
  IncidentReported({ incidentId: newId(name), type: 'Delay', description: 'A jam on the bridge', ...more });

const deliveries = [
  history('deliveries', 'delivery', 'unassigned', '07:00', DeliveryCreated({ route, priority: 'Low' })),
  history(
    'deliveries',
    'delivery',
    'under way with trouble',
    '07:10',
    DeliveryCreated({ route, ...crew, priority: 'Urgent', reference: 'PO 1', customerId: newId('customer') }),
    moved('PickedUp', 'InTransit'),
    CheckpointReached({ sequence: 1, position: { latitude: 48.1, longitude: 16.3 } }),
    incident('jam', { severity: 'High', checkpoint: 2, position: { latitude: 48.15, longitude: 16.35 } }),
    incident('flat tyre'),
    IncidentResolved({ incidentId: newId('flat tyre'), note: 'Changed' }),
  ),
  history(
    'deliveries',
    'delivery',
    'delivered',
    '07:20',
    DeliveryCreated({
      route,
      priority: 'Normal',
      promised: { from: at('08:00'), to: at('09:00') },
      notes: 'Ring twice',
    }),
    DriverAssigned({ driverId: newId('Ben'), driverName: 'Ben' }),
    DriverUnassigned({ driverId: newId('Ben') }),
    DriverAssigned({ driverId: crew.driverId, driverName: crew.driverName }),
    VehicleAssigned({ vehicleId: newId('W 2'), registration: 'W 2' }),
    VehicleUnassigned({ vehicleId: newId('W 2') }),
    VehicleAssigned({ vehicleId: crew.vehicleId, registration: crew.registration }),
    DestinationChanged({ locationId: 'A'.repeat(64), contactId: newId('a contact') }),
    moved('PickedUp', 'InTransit'),
    DriverHandedOver({
      fromDriverId: crew.driverId,
      driverId: newId('Ben'),
      driverName: 'Ben',
      reason: 'A shift ends',
    }),
    VehicleHandedOver({
      fromVehicleId: crew.vehicleId,
      vehicleId: newId('W 2'),
      registration: 'W 2',
      reason: 'A flat tyre',
    }),
    CheckpointReached({ sequence: 1 }),
    CheckpointReached({ sequence: 2 }),
    moved('InTransit', 'OutForDelivery'),
    ProofCaptured({
      receiverName: 'Eve',
      photoUrl: 'https://pictures.test/1',
      position: { latitude: 48.2, longitude: 16.37 },
    }),
    moved('OutForDelivery', 'Delivered'),
  ),
  history(
    'deliveries',
    'delivery',
    'failed and tried again',
    '07:30',
    DeliveryCreated({ route, ...crew, priority: 'High' }),
    moved('PickedUp', 'InTransit'),
    moved('InTransit', 'Failed', 'Nobody there'),
    DeliveryRetried({ attempt: 2, route: { ...route, checkpoints: checkpoints.slice(0, 1) } }),
    moved('Failed', 'PickedUp'),
    moved('PickedUp', 'InTransit'),
  ),
  history(
    'deliveries',
    'delivery',
    'cancelled',
    '07:40',
    DeliveryCreated({ route: { ...route, name: undefined, checkpoints: [] }, priority: 'Normal', reference: 'PO 2' }),
    DeliveryCancelled({ reason: 'Not needed', requestedBy: 'Customer' }),
    moved('PickedUp', 'Cancelled', 'Not needed'),
  ),
];

const drivers = [
  history(
    'fleet',
    'driver',
    'Ada',
    '06:00',
    DriverRegistered({ name: 'Ada', licence: 'B-1', phone: '+4915112345678', userId: newId('Ada signs in') }),
    DriverRenamed({ name: 'Ada Byron' }),
    DriverLicenceChanged({ licence: 'B 1' }),
  ),
  history(
    'fleet',
    'driver',
    'Ben',
    '06:10',
    DriverRegistered({ name: 'Ben', licence: 'B-2' }),
    DriverPhoneChanged({ phone: '+4915100000000' }),
    DriverLinkedToUser({ userId: newId('Ben signs in') }),
    DriverStandingChanged({ from: 'Available', to: 'Suspended', reason: 'Speeding' }),
  ),
  history('fleet', 'driver', 'Cleo', '06:20', DriverRegistered({ name: 'Cleo', licence: 'B-3' }), DriverRetired({})),
];

const vehicles = [
  history(
    'fleet',
    'vehicle',
    'W 1',
    '06:00',
    VehicleRegistered({ registration: 'W-1', type: 'Van', capacityKg: 800 }),
    VehicleReregistered({ registration: 'W 1' }),
    VehicleTypeChanged({ type: 'Box Van' }),
    VehicleCapacityChanged({ capacityKg: 750.5 }),
    VehicleIncidentOpened({ incidentId: newId('bump'), deliveryId: newId('delivered'), type: 'Accident' }),
    VehicleIncidentOpened({ incidentId: newId('flat tyre'), deliveryId: newId('delivered'), type: 'Breakdown' }),
    VehicleIncidentClosed({ incidentId: newId('bump') }),
  ),
  history(
    'fleet',
    'vehicle',
    'W 2',
    '06:10',
    VehicleRegistered({ registration: 'W 2', type: 'Lorry' }),
    VehicleStandingChanged({ from: 'Available', to: 'Maintenance' }),
  ),
  history(
    'fleet',
    'vehicle',
    'W 3',
    '06:20',
    VehicleRegistered({ registration: 'W 3', type: 'Bicycle' }),
    VehicleRetired({}),
  ),
];

const routes = [
  history(
    'routes',
    'route',
    'north round',
    '05:00',
    RouteCreated({ name: 'North', origin: 'Depot', destination: 'Quay', scheduledStart: at('07:30') }),
    RouteRenamed({ name: 'North round' }),
    RouteRedirected({ origin: 'Depot', destination: 'Harbour' }),
    RouteRescheduled({ scheduledStart: at('08:00'), scheduledEnd: at('11:00') }),
    CheckpointAdded({ checkpoint: checkpoints[0]! }),
    CheckpointAdded({ checkpoint: { ...checkpoints[1]!, location: 'Ford' } }),
    CheckpointChanged({ checkpoint: checkpoints[1]! }),
    RouteStatusChanged({ from: 'Planning', to: 'Active' }),
  ),
  history(
    'routes',
    'route',
    'south round',
    '05:10',
    RouteCreated({ origin: 'Depot', destination: 'Mill', scheduledStart: at('12:00') }),
    CheckpointsPlanned({ checkpoints }),
    CheckpointRemoved({ sequence: 2 }),
  ),
  history(
    'routes',
    'route',
    'old round',
    '05:20',
    RouteCreated({
      name: 'Old',
      origin: 'A',
      destination: 'B',
      scheduledStart: at('05:30'),
      scheduledEnd: at('06:00'),
    }),
    RouteStatusChanged({ from: 'Planning', to: 'Deactivated' }),
  ),
];

const apiKeys = [
  history(
    'organizations',
    'api-key',
    'scale',
    '04:00',
    ApiKeyCreated({
      name: 'Scale',
      role: 'agent',
      prefix: 'wb_1',
      hash: 'hash 1',
      paths: ['/deliveries'],
      orgType: 'Customer',
    }),
    ApiKeyRotated({ prefix: 'wb_2', hash: 'hash 2', oldUntil: at('05:00') }),
    ApiKeyRotated({ prefix: 'wb_2', hash: 'hash 4', oldUntil: at('06:00'), expiresAt: at('22:00') }),
    ApiKeyExpiring({ expiresAt: at('22:00'), days: 7 }),
  ),
  history(
    'organizations',
    'api-key',
    'door',
    '04:10',
    ApiKeyCreated({ name: 'Door', role: 'auditor', prefix: 'wb_3', hash: 'hash 3', expiresAt: at('23:00') }),
    ApiKeyRevoked({}),
  ),
];

const notifications = [
  history(
    'comms',
    'notification',
    'news',
    '07:00',
    NotificationRequested({ contactId: newId('customer'), urgency: 'normal', sensitive: false }),
    NotificationSettled({ to: 'PartlyDelivered', channels: { email: 'Sent', sms: 'Refused' } }),
  ),
  history(
    'comms',
    'notification',
    'link',
    '07:30',
    NotificationRequested({ userId: newId('Ada'), urgency: 'urgent', sensitive: true, purpose: 'sign-in-link' }),
    NotificationSettled({ to: 'Undeliverable', channels: {}, reason: 'no-recipient' }),
  ),
  history(
    'comms',
    'notification',
    'pending',
    '07:40',
    NotificationRequested({ contactId: newId('customer'), urgency: 'normal', sensitive: false }),
  ),
  history(
    'comms',
    'notification',
    'shift',
    '07:45',
    NotificationRequested({ userId: someCaller.userId, urgency: 'normal', sensitive: false }),
  ),
  history(
    'comms',
    'notification',
    'read',
    '07:50',
    NotificationRequested({ userId: someCaller.userId, urgency: 'urgent', sensitive: false }),
    NotificationRead({}),
  ),
];

const webhooks = [
  history(
    'comms',
    'webhook',
    'shop',
    '05:00',
    WebhookCreated({ url: 'https://example.com/a', eventTypes: ['*'], description: 'Shop' }),
    WebhookUrlChanged({ url: 'https://example.com/b' }),
    WebhookEventTypesChanged({ eventTypes: ['DeliveryCreated'] }),
    WebhookDescriptionChanged({}),
    WebhookSecretRotated({ oldUntil: at('23:00') }),
    WebhookDisabled({ reason: 'gone' }),
    WebhookEnabled({}),
    WebhookDisabled({ reason: 'failing' }),
  ),
  history(
    'comms',
    'webhook',
    'closed shop',
    '05:30',
    WebhookCreated({ url: 'https://example.com/c', eventTypes: ['*'] }),
    WebhookDeleted({}),
  ),
];

const key = (name: string) => ({ contextKey: 'customer', relatedEntityId: newId(name) });
const reached = { locale: 'de-AT', emails: [{ value: 'ann@example.com', labels: ['work'] }], phoneNumbers: [] };
const contacts = [
  history('geo', 'contact', 'ann', '06:00', ContactCreated({ ...key('ann'), ...reached, locationId: 'A'.repeat(64) })),
  history('geo', 'contact', 'bob', '06:10', ContactCreated({ ...key('bob'), ...reached })),
  history(
    'geo',
    'contact',
    'cem',
    '06:20',
    ContactCreated({ ...key('cem'), ...reached, locationId: 'B'.repeat(64) }),
    ContactDeleted({ ...key('cem'), why: 'deleted' }),
  ),
];

/** Histories with every event that projections fold, each at least once. */
export const histories: readonly (readonly RecordedEvent[])[] = [
  ...deliveries,
  ...drivers,
  ...vehicles,
  ...routes,
  ...apiKeys,
  ...notifications,
  ...webhooks,
  ...contacts,
];
