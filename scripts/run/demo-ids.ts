import { exampleIds } from '#events/examples';
import { demoOrg } from '#scripts/local/index';

type Items = readonly Record<string, any>[];
type Name = keyof typeof exampleIds;

/** Ids of the demo organization in place of those in the API's examples; missing ones stay as they are. */
export const demoIds = async (url: string, token: string): Promise<ReadonlyMap<string, string>> => {
  const list = async (path: string): Promise<Items> => {
    const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return response.ok ? ((await response.json()) as { items: Items }).items : [];
  };
  const [deliveries, drivers, vehicles, routes, incidents, keys, members, notifications, inbox, webhooks] =
    await Promise.all(
      [
        '/deliveries?limit=100&sort=createdAt',
        '/drivers?limit=100',
        '/vehicles?limit=100',
        '/routes?limit=100',
        '/incidents?state=Open&limit=1',
        '/api-keys',
        `/organizations/${demoOrg}/members`,
        '/notifications?limit=1',
        '/inbox?limit=1',
        '/webhooks?limit=1',
      ].map(list),
    );
  const delivery = (suits: (it: Record<string, any>) => boolean) => deliveries!.find(suits)?.deliveryId;
  const route = (status: string) => routes!.findLast((it) => it.status === status)?.routeId;
  const idle = ({ status, name, registration }: Record<string, any>) =>
    status === 'Available' && (name === 'Rui Tavares' || registration === 'OP-90-QR');
  const found: Partial<Record<Name, string | undefined>> = {
    organization: demoOrg,
    member: members!.find(({ role }) => role === 'auditor')?.userId,
    driver: drivers![0]?.driverId,
    freeDriver: (drivers!.find(idle) ?? drivers!.at(-1))?.driverId,
    vehicle: vehicles![0]?.vehicleId,
    freeVehicle: (vehicles!.find(idle) ?? vehicles!.at(-1))?.vehicleId,
    activeRoute: route('Active'),
    plannedRoute: route('Planning'),
    delivery: delivery(({ status, driver }) => status === 'PickedUp' && driver),
    waitingDelivery: delivery(({ status, driver }) => status === 'PickedUp' && !driver),
    movingDelivery: incidents![0]?.deliveryId ?? delivery(({ status }) => status === 'InTransit'),
    arrivingDelivery: delivery(({ status }) => status === 'OutForDelivery'),
    finishedDelivery: delivery(({ status }) => status === 'Delivered'),
    incident: incidents![0]?.incidentId,
    apiKey: keys![0]?.apiKeyId,
    contact: notifications![0]?.contactId,
    notification: notifications![0]?.notificationId,
    inboxNotification: inbox![0]?.notificationId,
    webhook: webhooks![0]?.webhookId,
  };
  const known = Object.entries(found).filter((entry): entry is [Name, string] => entry[1] !== undefined);
  return new Map(known.map(([name, id]) => [exampleIds[name], id]));
};
