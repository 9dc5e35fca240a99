import { createHash, createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { hashOf, keptToken, type Session, secondFactors, sessions, users, verifications } from '@waybill/auth';
import { type Subscriber, unsubscribeToken } from '@waybill/channels';
import { snsCertificates } from '@waybill/channels/feedback';
import { newWebhookSecret, signWebhook } from '@waybill/channels/webhooks';
import {
  type AccessTo,
  accessOf,
  type Contexts,
  type Definition,
  type HttpDefinition,
  inUnitOfWork,
  lookUps,
  newId,
  type Platform,
  rebuilder,
  shapesPlace,
} from '@waybill/kernel';
import { openAccess } from '@waybill/kernel/access/open-access';
import { awsPlatform } from '@waybill/kernel/aws';
import type { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ContactCreated } from '#events/geo';
import { impersonations } from '#events/identity';
import { receiveSesEventsBy } from '#functions/comms/endpoints/provider-events/receive-ses-events';
import * as all from '#functions/contexts';
import * as development from '#functions/development';
import { keptAfter } from '#functions/identity/domain/acting/impersonations';
import { links } from '#functions/identity/domain/links/links';
import { post, postNeeds } from '#functions/identity/domain/mail/mail';
import { developmentKeys, dynamoClient, type Local, startLocal } from '#scripts/local/index';
import { httpOf } from '#test/support/http/definitions';
import { good, passphrase, people, type Team } from '#test/support/http/people';
import { aScene, requestFor } from '#test/support/http/requests';
import { aStaff } from '#test/support/http/staff';
import { type Answer, type Client, eventually, hours, type Place, world } from '#test/support/http/world';
import { recordedEvent } from '#test/support/recorded-event';
import { ownDatabase } from '#test/support/runtime/own-database';
import { anSnsMessage, aSigner, topicArn } from '../../channels/support/sns.ts';
import { temporaryDirectory } from '../../local/support/directory.ts';
import { allows, type Touch } from '../support/iam.ts';
import { exportOf, flat, templatesOn } from '../support/sample-app.ts';
import { type Done, nameOf, unusedAccess } from '../support/unused-access.ts';
import { watched } from '../support/watched.ts';

const contexts: Contexts = all;
const table = 'arn:<AWS::Partition>:dynamodb:<AWS::Region>:<AWS::AccountId>:table/waybill-emulator';
const projector = 'streams.projector';
const rebuilding = 'streams.rebuilder';

/** The permissions of each function on AWS: the statements of its role, by the export that it runs. */
const policiesIn = (templates: Readonly<Record<string, Template>>) =>
  new Map<string, any[]>(
    Object.values(templates).flatMap((template) => {
      const roles = template.findResources('AWS::IAM::Role');
      return Object.values(template.findResources('AWS::Lambda::Function')).map(({ Properties }) => {
        const role = roles[Properties.Role['Fn::GetAtt'][0]]!;
        const statements = flat(role.Properties).Policies.flatMap((policy: any) => policy.PolicyDocument.Statement);
        return [exportOf(Properties), statements] as const;
      });
    }),
  );
/** By their names in the manifests: the authorizer has a separate bundle and stack. */
const named = (policies: Map<string, any[]>) =>
  new Map([...policies, ['organizations.authorizer', policies.get('foundation.authorizer') ?? []]]);
const policies = named(policiesIn(templatesOn('emulator', contexts)));
const may = (name: string, touch: Touch) => allows(policies.get(name) ?? [], table, touch);

const functions = Object.entries(contexts).flatMap(([context, manifest]) =>
  Object.entries(manifest).map(([key, { definition }]) => ({
    context,
    name: `${context}.${key}`,
    definition: definition as Definition,
  })),
);
const endpoints = functions.flatMap(({ definition, ...fn }) => {
  const http = httpOf(definition);
  return http?.route ? [{ ...fn, definition: http, route: http.route }] : [];
});
const queries = functions.filter(({ definition: { kind } }) => kind === 'query');

/** The recorded actions of each function on the table while the whole API was used. */
const touched = new Map<string, Map<string, Touch>>();
const touchesOf = (name: string) => [...(touched.get(name)?.values() ?? [])];
const noteFor = (name: string) => {
  const touches = touched.get(name) ?? new Map<string, Touch>();
  touched.set(name, touches);
  return (touch: Touch) => void touches.set(JSON.stringify(touch), touch);
};

/** The recorded actions of each function beyond the table: IAM's action, and the end of the resource's name. */
const beside = new Map<string, Set<string>>();
const reachedBeside = (name: string, what: string) => beside.set(name, (beside.get(name) ?? new Set()).add(what));
const portsWatched = (
  name: string,
  { queue, parameters, services }: Platform,
): Pick<Platform, 'queue' | 'parameters' | 'services'> => ({
  services: {
    open: async (service, make) => {
      const client: any = await services.open(service, make);
      const note = (next: any, { commandName }: any) => {
        reachedBeside(name, `${service}:${commandName.replace(/Command$/, '')}`);
        return next;
      };
      client.middlewareStack.add(note, { step: 'initialize' });
      return client;
    },
  },
  queue: {
    send: (to, ...message) => {
      reachedBeside(name, `sqs:SendMessage ${to}`);
      return queue.send(to, ...message);
    },
  },
  parameters: {
    get: (parameter) => {
      reachedBeside(name, `ssm:GetParameter ${parameter}`);
      return parameters.get(parameter);
    },
    put: (parameter, value, how) => {
      reachedBeside(name, `ssm:PutParameter ${parameter}`);
      return parameters.put(parameter, value, how);
    },
  },
});
/** The queue of the context itself, by the name that CloudFormation gives it, or of another one, found by its parameter. */
const isQueue = (arn: string, name: string) => arn.startsWith(`<${name}posted`) || arn.includes(`queues${name}arn`);

/** Whether a statement of its role allows it. */
const mayBeside = (name: string, what: string) => {
  const [action = '', resource = ''] = what.split(' ');
  return (policies.get(name) ?? []).some(
    ({ Effect, Action, Resource }) =>
      Effect === 'Allow' &&
      [Action].flat().includes(action) &&
      [Resource].flat().some((arn: string) => {
        if (action === 'sqs:SendMessage') return isQueue(arn.toLowerCase(), resource.replaceAll('-', ''));
        // Of other services, `acknowledgements.test.ts` tests the resources.
        return !resource || arn.endsWith(`:parameter${resource}`);
      }),
  );
};

let local: Local;
const statuses = new Map<string, Answer>();

/** A clock that can be moved ahead, for jobs that become due after some days. */
let aheadMs = 0;
const clock = () => new Date(Date.now() + aheadMs);

/** The real contexts, with the same table for every function through a recording client. */
const watchedContexts = (endpoint: string) => {
  const portsFor = (name: string, { bus, queue, parameters }: Pick<Platform, 'bus' | 'queue' | 'parameters'>) => {
    const dynamo = watched(dynamoClient(endpoint), noteFor(name));
    return awsPlatform({ dynamo, table: 'waybill-emulator', stage: 'emulator', bus, queue, parameters, clock });
  };
  const portsOf = ({ events, views, locks, logs, records, cursors }: Platform) => ({
    events,
    views,
    locks,
    logs,
    records,
    cursors,
  });
  const certificates = snsCertificates(async () => signing.sns.cert);
  const receiveSesEvents = receiveSesEventsBy({ certificates, confirm: async () => false });
  const everything: Contexts = { ...development, comms: { ...development.comms, receiveSesEvents } };
  const recording = Object.fromEntries(
    Object.entries(everything).map(([context, manifest]) => [
      context,
      Object.fromEntries(
        Object.entries(manifest).map(([key, fn]) => {
          const name = `${context}.${key}`;
          const watching = (given: Platform) => {
            const beside = portsWatched(name, given);
            return fn.with({ ...given, ...portsOf(portsFor(name, { ...given, ...beside })), ...beside });
          };
          return [key, Object.assign(fn.bind(null), fn, { with: watching })];
        }),
      ),
    ]),
  ) as Contexts;
  const { cursors: _, ...ports } = portsOf(portsFor(projector, {} as Platform));
  return { recording, ports: { ...ports, clock } };
};

const aWaitingDelivery = async (ours: Team) => ({ waitingId: (await ours.aDelivery()).deliveryId });
const aPlannedRoute = async (ours: Team) => {
  const { routeId, scheduledEnd } = await ours.aRoute({ start: 30, checkpoints: 2 });
  return { plannedRouteId: routeId, afterPlanned: hours(5, Date.parse(scheduledEnd)) };
};

/** Additional resources for some routes, besides a scene, whose own may have been used up by other routes. */
const needs: Readonly<Record<string, (ours: Team) => Promise<object>>> = {
  'POST /deliveries/{deliveryId}/cancellation': (ours) => ours.aCrewedDelivery(),
  'PUT /deliveries/{deliveryId}/status': (ours) => ours.aDeliveryThatIs('InTransit'),
  'POST /deliveries/bulk/status': (ours) => ours.aDeliveryThatIs('InTransit'),
  'PUT /deliveries/{deliveryId}/destination': aWaitingDelivery,
  'PUT /deliveries/{deliveryId}/driver': async (ours) => ({
    ...(await aWaitingDelivery(ours)),
    ...(await ours.aDriver()),
  }),
  'POST /incidents/bulk/resolution': async (ours) => {
    const { deliveryId, path } = await ours.aCrewedDelivery();
    const report = { type: 'Delay', description: 'A jam' };
    return { deliveryId, ...good(await ours.as('dispatcher').post(`${path}/incidents`, report), 201).body };
  },
  'PUT /routes/{routeId}/checkpoints': aPlannedRoute,
  'PUT /routes/{routeId}/checkpoints/{sequence}': aPlannedRoute,
  'POST /api-keys/{apiKeyId}/rotation': async (ours) =>
    good(await ours.as('owner').post('/api-keys', { name: 'Another', role: 'agent' }), 201).body,
  'POST /deliveries/{deliveryId}/proof': (ours) => ours.aDeliveryThatIs('OutForDelivery'),
  'GET /deliveries/{deliveryId}/summary': (ours) => ours.aDeliveryThatIs('Delivered'),
  'DELETE /deliveries/{deliveryId}/driver': async (ours) => ({ waitingId: (await ours.aCrewedDelivery()).deliveryId }),
  'DELETE /deliveries/{deliveryId}/vehicle': async (ours) => ({ waitingId: (await ours.aCrewedDelivery()).deliveryId }),
};

/** Each organization sends up to four invitations, and its owner may send 60 an hour in total. */
const mostFounded = 13;

/** An organization for requests. Queries share it, commands may change it. */
const organizations = (place: Place) => {
  const { aTeam } = people(place);
  const first = aTeam();
  let [team, founded] = [first, 0];
  /** Another organization with the same users, while their owner may still send invitations: these are limited. */
  const another = async (joined: boolean): Promise<Team> => {
    if (++founded % mostFounded === 0) team = aTeam();
    const ours = await team;
    const { organizationId } = good(await ours.owner.self.post('/organizations', { name: 'Another' }), 201).body;
    const path = `/organizations/${organizationId}`;
    if (joined) {
      const { email, self } = ours.driver;
      const asked = await (await ours.owner.member()).post(`${path}/invitations`, { email, role: 'agent' });
      good(await self.post(`${path}/invitations/${asked.body.invitationId}/acceptance`, {}));
    }
    return { ...ours, ...world(place, { org: organizationId, users: ours.users }), path };
  };
  const opened = async (team: Promise<Team>) => ({ ours: await team, scene: await aScene(await team) });
  const forQueries = opened(first);
  let forCommands = forQueries;
  /** With `anew`, one in which no command has run yet. */
  return async ({ kind, route }: Pick<HttpDefinition, 'kind' | 'route'>, { anew = false } = {}) => {
    // Two concurrent requests with the session of one owner would extend it at the same time.
    await forCommands;
    if (anew || forCommands === forQueries) forCommands = opened(another(true));
    const { ours, scene } = await (kind === 'query' ? forQueries : forCommands);
    return { ours, scene: { ...scene, ...(await needs[route!]?.(ours)) } };
  };
};

/** The six digits of an authenticator, for now or that many half minutes later (RFC 6238). */
const codeOf = (totpUri: string, later = 0): string => {
  const secret = new URL(totpUri).searchParams.get('secret')!;
  const bits = [...secret.replaceAll('=', '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const hash = createHmac('sha1', key).update(counter).digest();
  const at = hash.at(-1)! & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
};

/** A sign-in from there is announced by mail. */
const aNewBrowser = () => ({ 'user-agent': `Browser ${randomUUID()}` });

let client: ReturnType<typeof dynamoClient> | undefined;
/** A client of the table that is not recorded. */
const outside = (): Platform => {
  client ??= dynamoClient(local.dynamo.endpoint);
  return platformAt(client);
};

const platformAt = (dynamo: ReturnType<typeof dynamoClient>): Platform => {
  const { bus, queue, parameters } = local.platform;
  return awsPlatform({ dynamo, table: 'waybill-emulator', stage: 'emulator', bus, queue, parameters });
};

const dayMs = 86_400_000;

/** Ages all sessions by days, so that the next request of each extends it, and lets each route be asked from an address of its own. */
const ageSessions = () => {
  const ask = globalThis.fetch;
  const aged = async (token: string) => {
    const { records, events } = outside();
    const was = await records.findByUnique(sessions, 'token', keptToken(token));
    if (!was?.data.remembered) return;
    const expiresAt = new Date(Date.now() + 3 * dayMs).toISOString();
    const now = { data: { ...was.data, expiresAt }, expiresAt };
    await events.commit({ records: [{ store: sessions, id: was.id, before: was, after: now }] });
  };
  vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => {
    const [, token] = /^Bearer ([\w-]+)$/.exec(new Headers(init?.headers).get('authorization') ?? '') ?? [];
    if (token) await aged(token);
    const headers = new Headers(init?.headers);
    if (`${url}`.startsWith(local.url)) headers.set('x-forwarded-for', addressFor(`${url}`, init?.method));
    return ask(url, { ...init, headers });
  });
};

/** A public address for each route: the first request from there is sent to be looked up. */
const addressFor = (url: string, method = 'GET'): string => {
  const route = `${method} ${new URL(url).pathname.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')}`;
  return `51.${[...createHash('sha256').update(route).digest()].slice(0, 3).join('.')}`;
};

/** Each request of a signed-in user with their cookie, from another browser. */
const stealCookies = async (place: Place, scene: Parameters<typeof requestFor>[1]) => {
  const { anonymous, aUser } = people(place);
  const { email, userId } = await aUser();
  const signedIn = good(await anonymous.post('/auth/sign-in', { email, password: passphrase }));
  const cookie = signedIn.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  const at = new Date().toISOString();
  for (const { name, definition } of endpoints.filter(({ definition: { role } }) => role === 'person')) {
    const { records, events } = outside();
    const token = keptToken(signedIn.body.token);
    const was = await records.findByUnique(sessions, 'token', token);
    const expiresAt = new Date(Date.now() + 7 * dayMs).toISOString();
    const data: Session = {
      ...{ id: was?.id ?? randomUUID(), userId, token, expiresAt, createdAt: at, updatedAt: at },
      ...{ fingerprint: 'another browser', remembered: true },
    };
    await events.commit({ records: [{ store: sessions, id: data.id, before: was, after: { data, expiresAt } }] });
    const { method, path, body } = requestFor(definition.route!, scene);
    const json = body && { 'content-type': 'application/json' };
    const sent = { method, path, body: body && JSON.stringify(body), headers: { cookie, ...json } };
    const answer = await anonymous.raw(sent);
    expect([answer.status, answer.body.code], name).toEqual([401, 'fingerprint-mismatch']);
  }
};

/** Every list with an invalid cursor. */
const forgeCursors = async (organizationFor: ReturnType<typeof organizations>) => {
  for (const { name, definition } of endpoints.filter(({ definition: { input } }) => 'cursor' in input.shape)) {
    const { ours, scene } = await organizationFor({ route: definition.route, kind: 'query' });
    const { path } = requestFor(definition.route!, scene);
    const forged = await ours.as('owner').get(`${path}${path.includes('?') ? '&' : '?'}cursor=${'A'.repeat(64)}`);
    expect([forged.status, forged.body.errors?.[0]?.path], name).toEqual([400, 'cursor']);
  }
};

/** Contacts with a place in full, and with one that is registered; found, replaced and deleted in every way. */
const keepContacts = async (officer: Client) => {
  const keyed = () => ({ contextKey: 'customer', relatedEntityId: randomUUID() });
  const aPlace = () => ({ city: `Linz ${randomUUID()}`, countryCode: 'AT' });
  const { locationId } = good(await officer.post('/geo/locations', aPlace()), 201).body;
  const made = async (place: object) => {
    const key = keyed();
    return { key, ...good(await officer.post('/geo/contacts', { ...key, ...place }), 201).body };
  };
  const [first, second, third] = [
    await made({ location: aPlace() }),
    await made({ locationId }),
    await made({ locationId }),
  ];
  const items = [
    { ...keyed(), location: aPlace() },
    { ...keyed(), locationId },
  ];
  good(await officer.post('/geo/contacts/batch', { items }));
  good(await officer.post('/geo/contacts/batch/get', { ids: [first.contactId], keys: [second.key] }));
  const path = ({ contextKey, relatedEntityId }: ReturnType<typeof keyed>) =>
    `/geo/contacts/by-key/${contextKey}/${relatedEntityId}`;
  for (const read of [`/geo/contacts/${first.contactId}`, path(second.key)]) good(await officer.get(read));
  good(await officer.put(path(first.key), { location: aPlace() }));
  good(await officer.put(path(first.key), { locationId }));
  good(await officer.delete(path(first.key)));
  good(await officer.delete(`/geo/contacts/${second.contactId}`));
  good(await officer.post('/geo/contacts/batch/deletion', { items: [{ contactId: third.contactId }] }));
};

/** A webhook that is changed, gets an event, and is disabled because its server says that it is gone. */
const loseWebhook = async (owner: Client) => {
  const server = createServer((_, response) => void response.writeHead(410).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const { webhookId } = good(await owner.post('/webhooks', { url, eventTypes: ['WebhookDisabled'] }), 201).body;
  good(await owner.patch(`/webhooks/${webhookId}`, { url, eventTypes: ['*'], description: 'Shop', enabled: true }));
  await eventually(async () => expect(good(await owner.get(`/webhooks/${webhookId}`)).body.enabled).toBe(false));
  await local.drained();
  server.close();
};

/** How the events of providers are signed. Amazon SNS has a certificate of this test. */
const signers = async () => {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000);
  const sns = await aSigner({ notBefore: day(-1), notAfter: day(1) });
  return { sns, secret: newWebhookSecret(), token: 'token', url: 'https://api.example.org/provider-events/twilio' };
};
type Signers = Awaited<ReturnType<typeof signers>>;

/** What providers report about three messages that were sent. */
const reportEvents = async ({ sns, secret, token, url }: Signers, [first, second, third]: readonly MessageIds[]) => {
  const { anonymous } = people(place);
  const report = async (provider: string, body: string, headers: Record<string, string> = {}) => {
    const route = `POST /provider-events/${provider}`;
    statuses.set(route, await anonymous.raw({ method: 'POST', path: `/provider-events/${provider}`, body, headers }));
  };
  const data = { email_id: first!.email, to: ['ann@example.org'] };
  const event = JSON.stringify({ type: 'email.complained', data });
  const at = { id: 'msg_1', timestamp: Math.floor(Date.now() / 1000) };
  const signed = Object.entries(signWebhook({ ...at, body: event }, [secret]));
  await report(
    'resend',
    event,
    Object.fromEntries(signed.map(([name, value]) => [name.replace('webhook', 'svix'), value])),
  );

  const mail = { messageId: second!.email, destination: ['bob@example.org'] };
  const complaint = { complainedRecipients: [{ emailAddress: 'bob@example.org' }] };
  const Message = JSON.stringify({ eventType: 'Complaint', mail, complaint });
  await report('ses', JSON.stringify(anSnsMessage(sns.key, { Message, Timestamp: new Date().toISOString() })));

  const form = { ErrorCode: '30005', MessageSid: third!.sms!, MessageStatus: 'undelivered', To: '+4366412345678' };
  const text = Object.entries(form).flat().join('');
  const signature = createHmac('sha1', token).update(`${url}${text}`).digest('base64');
  await report('twilio', `${new URLSearchParams(form)}`, { 'x-twilio-signature': signature });
};

/** Requests for cases that the sample request of a route does not cover. */
/** Amazon SES, which knows no address that contains `nobody`, and Amazon SNS. */
const providers = async () => {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (request.url === '/') {
      const published = `<PublishResult><MessageId>${randomUUID()}</MessageId></PublishResult>`;
      return void response.end(`<PublishResponse>${published}</PublishResponse>`);
    }
    const isKnown = !body.includes('nobody');
    response.writeHead(isKnown ? 200 : 400, { 'x-amzn-errortype': 'BadRequestException' });
    response.end(JSON.stringify(isKnown ? { MessageId: randomUUID() } : { message: 'Illegal address' }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const at = { region: 'eu-central-1', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  return {
    email: JSON.stringify({ provider: 'ses', from: 'mail@example.org', ...at }),
    sms: JSON.stringify({ provider: 'sns', ...at }),
    stop: () => server.close(),
  };
};

/** How providers name the messages of a notification. */
type MessageIds = Readonly<Partial<Record<'email' | 'sms', string>>>;

/** Two whose address is known, and one whose address is not. */
const notifyContacts = async (ours: Team): Promise<readonly MessageIds[]> => {
  const messages: MessageIds[] = [];
  for (const name of ['ann', 'bob', 'nobody']) {
    const id = newId(`${ours.org} ${name}`);
    const labels: string[] = [];
    const created = ContactCreated({
      contextKey: 'customer',
      relatedEntityId: newId(name),
      locale: 'en-GB',
      emails: [{ value: `${name}@example.org`, labels }],
      phoneNumbers: [{ value: '+4366412345678', labels }],
    });
    const stream = { context: 'geo', org: ours.org, aggregate: 'contact', id };
    await outside().events.commit({ org: ours.org, appends: [recordedEvent(created, stream)] });
    const [contact, channels] = [{ contactId: id }, { email: true, sms: true }];
    good(await ours.as('owner').put('/notification-preferences', { ...contact, ...channels }));
    good(await ours.as('owner').get(`/notification-preferences?contactId=${id}`));
    const words = { title: 'News', markdown: 'It is here.', text: 'It is here.' };
    const sent = await ours
      .as('owner')
      .post('/notifications', { recipient: { contactId: id }, ...words, sensitive: name === 'ann' });
    const path = `/notifications/${good(sent, 201).body.notificationId}`;
    const status = async () => good(await ours.as('owner').get(path)).body.status;
    await eventually(async () => expect(await status()).toBe(name === 'nobody' ? 'PartlyDelivered' : 'Delivered'));
    const { attempts } = good(await ours.as('owner').get(path)).body;
    messages.push(Object.fromEntries(attempts.map((it: any) => [it.channel, it.providerMessageId ?? undefined])));
  }
  return messages;
};

/** Customers of deliveries: one gets messages, another one is replaced before, and both deliveries become late. */
const messageCustomers = async (ours: Team) => {
  const [owner, officer] = [ours.as('owner'), ours.as('dispatcher')];
  good(await owner.put('/customer-messages', { messages: ['PickedUp', 'OutForDelivery', 'Delivered', 'Late'] }));
  const customerId = randomUUID();
  const key = { contextKey: 'customer', relatedEntityId: customerId };
  const emails = [{ value: 'ann@example.org', labels: [] }];
  const { contactId } = good(
    await officer.post('/geo/contacts', { ...key, emails, location: { city: 'Graz' } }),
    201,
  ).body;
  good(await officer.put('/notification-preferences', { contactId, email: true, sms: false }));
  const replaced = good(await officer.put(`/geo/contacts/by-key/customer/${customerId}`, { emails })).body;
  expect(replaced.contactId).not.toBe(contactId);
  const sent = async (id: string) => good(await owner.get(`/notifications?recipient=${id}`)).body.items.length;
  const route = await ours.anActiveRoute();
  const promised = { from: route.scheduledStart, to: route.scheduledEnd };
  await ours.aDelivery({ route, customerId, promised });
  await eventually(async () => expect(await sent(replaced.contactId)).toBe(1));
  const kept = async () => good(await owner.get(`/notification-preferences?contactId=${replaced.contactId}`)).body.sms;
  await eventually(async () => expect(await kept()).toBe(false));
  await unsubscribe({ of: 'contact', organizationId: ours.org, id: replaced.contactId });
};

/** As a mail program does it, with the token of a mail. */
const unsubscribe = async (subscriber: Subscriber) => {
  const key = (await local.platform.parameters.get('/waybill/emulator/unsubscribe-key'))!;
  const path = `/unsubscribe/${unsubscribeToken(subscriber, key)}`;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const { anonymous } = people(place);
  statuses.set('GET /unsubscribe/{token}', good(await anonymous.get(path)));
  const answer = await anonymous.raw({ method: 'POST', path, body: 'List-Unsubscribe=One-Click', headers });
  statuses.set('POST /unsubscribe/{token}', good(answer));
};

/** A notification to the reader of the inbox. */
const readInbox = async (ours: Team) => {
  const owner = await ours.owner.member();
  const words = { title: 'News', markdown: 'It is here.', text: 'It is here.' };
  good(await owner.post('/notifications', { recipient: { userId: ours.users.owner }, ...words }), 201);
  await eventually(async () => expect(good(await owner.get('/inbox')).body.items.length).toBeGreaterThan(0));
};

const doTheRest = async (organizationFor: ReturnType<typeof organizations>) => {
  const { ours, scene } = await organizationFor({ kind: 'query', route: undefined });
  const [owner, officer] = [ours.as('owner'), ours.as('dispatcher')];
  await keepContacts(officer);
  await messageCustomers(ours);
  await readInbox(ours);
  await loseWebhook(await ours.owner.member());
  good(await owner.get(`${ours.path}/members`));
  await eventually(async () => {
    const { routes } = good(await owner.get('/routes/overview')).body;
    expect(routes.map(({ status }: any) => status)).toContain('Active');
  });

  // A unique value is looked up, and so is the end of a page.
  const named = await ours.aDelivery({ reference: 'PO 17' });
  const found = good(await owner.get('/deliveries?reference=PO%2017')).body.items;
  expect(found.map(({ deliveryId }: any) => deliveryId)).toEqual([named.deliveryId]);
  const { driverId } = await ours.aDriver();
  good(await owner.patch(`/drivers/${driverId}`, { licence: `B ${randomUUID().slice(0, 8)}` }));
  for (const path of ['/drivers?q=B1', '/vehicles?q=W1']) good(await owner.get(path));
  expect(good(await owner.get('/fleet/overview?limit=1')).body.nextCursor).toBeDefined();

  await reportEvents(signing, await notifyContacts(ours));
  const broken = await ours.aCrewedDelivery();
  const report = { type: 'Breakdown', severity: 'High', description: 'A flat tyre' };
  const { incidentId } = good(await officer.post(`${broken.path}/incidents`, report), 201).body;
  const open = async () => good(await owner.get(`/vehicles/${broken.vehicle.vehicleId}`)).body.openIncidents.length;
  await eventually(async () => expect(await open()).toBe(1));
  good(await officer.post(`${broken.path}/incidents/${incidentId}/resolution`, {}));
  await eventually(async () => expect(await open()).toBe(0));

  // A row keeps the last two resolved incidents.
  const troubled = await ours.aDelivery({ route: { routeId: scene.routeId } as any });
  for (let i = 0; i < 3; i++) {
    const reported = good(await officer.post(`${troubled.path}/incidents`, report), 201).body;
    good(await officer.post(`${troubled.path}/incidents/${reported.incidentId}/resolution`, {}));
  }
  for (const list of [`/routes/${scene.routeId}/deliveries`, '/deliveries'])
    await eventually(async () => {
      const [it] = good(await owner.get(list)).body.items.filter((it: any) => it.deliveryId === troubled.deliveryId);
      expect(it.incidents.filter(({ resolvedAt }: any) => resolvedAt)).toHaveLength(3);
    });

  const failed = { status: 'Failed', reason: 'why not' };
  const again = { status: 'PickedUp' };
  const { path } = await ours.aDeliveryThatIs('OutForDelivery');
  good(await officer.put(`${path}/status`, failed));
  good(await officer.put(`${path}/status`, again));
  const [{ deliveryId }, { vehicleId }] = [await ours.aDelivery({}), await ours.aVehicle()];
  good(await officer.post('/deliveries/bulk/assignment', { items: [{ deliveryId, vehicleId }] }));
  const asDriver = await ours.aDelivery({ route: { routeId: scene.routeId } as any });
  await ours.as('driver').put(`${asDriver.path}/status`, failed);
};

/** Runs each job on a day on which it has work to do: ended, lapsed or old records. */
const passDays = async () => {
  const due = {
    removeOrphanedLocations: 2,
    endConsents: 2,
    purgeSessions: 2,
    lapseInvitations: 15,
    purgeWhoIs: 240,
    warnOfExpiringKeys: 340,
    purgeDeliveryHistory: 370,
  };
  const jobs = functions.flatMap(({ definition }) => (definition.kind === 'schedule' ? [definition.name] : []));
  const daysFor = (job: string) => due[job as keyof typeof due] ?? 100;
  for (const job of jobs.toSorted((a, b) => daysFor(a) - daysFor(b))) {
    aheadMs = daysFor(job) * dayMs;
    await local.scheduler.run(job);
  }
};

/** What users do with their own accounts, in sequence: the responses, by route. */
const goThroughAccounts = async (place: Place) => {
  const { anonymous, aUser, mailTo, bearer, aTeam } = people(place);
  const noted = async (route: string, answering: Promise<Answer>) => {
    const answer = await answering;
    statuses.set(route, answer);
    return answer.body;
  };
  const [ada, newEmail] = [await aUser(), `${randomUUID()}@example.org`];
  const signingUp = { email: newEmail, password: passphrase, name: 'Bea' };
  await noted('POST /auth/sign-up', anonymous.post('/auth/sign-up', signingUp));
  await noted('POST /auth/sign-up', anonymous.post('/auth/sign-up', signingUp));
  await noted('GET /auth/email-availability', anonymous.get(`/auth/email-availability?email=${newEmail}`));
  await noted('POST /auth/verification', anonymous.post('/auth/verification', { email: newEmail }));
  const bea = { email: newEmail, password: passphrase };
  good(await anonymous.post('/auth/sign-in', bea), 401);
  const { token: proof } = await mailTo(newEmail, 'verification');
  const proving = { token: proof, password: passphrase };
  await noted('POST /auth/verification/confirmation', anonymous.post('/auth/verification/confirmation', proving));
  await noted('POST /auth/sign-in-link', anonymous.post('/auth/sign-in-link', { email: newEmail }));
  const { token: link } = await mailTo(newEmail, 'sign-in-link');
  const byLink = anonymous.post('/auth/sign-in-link/confirmation', { token: link }, aNewBrowser());
  await noted('POST /auth/sign-in-link/confirmation', byLink);
  good(await anonymous.post('/auth/sign-in', bea, aNewBrowser()));
  await noted('POST /auth/password-reset', anonymous.post('/auth/password-reset', { email: newEmail }));
  const { token: anew } = await mailTo(newEmail, 'password-reset');
  const reset = { token: anew, password: 'another fine passphrase' };
  await noted('POST /auth/password-reset/confirmation', anonymous.post('/auth/password-reset/confirmation', reset));
  await noted('GET /auth/jwks', anonymous.get('/auth/jwks'));
  await noted('GET /.well-known/openid-configuration', anonymous.get('/.well-known/openid-configuration'));

  const signingIn = { email: ada.email, password: passphrase };
  const wrong = { ...signingIn, password: 'not the one it is' };
  expect((await anonymous.post('/auth/sign-in', wrong)).status).toBe(401);
  const once = bearer((await noted('POST /auth/sign-in', anonymous.post('/auth/sign-in', signingIn))).token);
  for (const path of ['/auth/session', '/auth/sessions', '/auth/sign-ins', '/auth/me'])
    await noted(`GET ${path}`, once.get(path));
  await noted('PATCH /auth/me', once.patch('/auth/me', { name: 'Ada King' }));
  const { sessionId } = (await ada.self.get('/auth/session')).body.session;
  await noted('DELETE /auth/sessions/{sessionId}', once.delete(`/auth/sessions/${sessionId}`));
  await noted('DELETE /auth/sessions', once.delete('/auth/sessions'));
  const password = 'another fine passphrase';
  const changed = { currentPassword: passphrase, newPassword: password };
  const { token = undefined } = await noted('PUT /auth/password', once.put('/auth/password', changed));
  const self = token ? bearer(token) : once;

  const enrolling = await noted('POST /auth/second-factor', self.post('/auth/second-factor', { password }));
  const confirmed = await noted(
    'POST /auth/second-factor/confirmation',
    self.post('/auth/second-factor/confirmation', { code: codeOf(enrolling.totpUri) }),
  );
  const twice = confirmed.token ? bearer(confirmed.token) : self;
  const [backupCode] = enrolling.backupCodes;
  const renewing = twice.post('/auth/second-factor/backup-codes', { password, backupCode });
  const { backupCodes } = await noted('POST /auth/second-factor/backup-codes', renewing);
  const challenged = async () => (await anonymous.post('/auth/sign-in', { ...signingIn, password })).body.challenge;
  const inTime = { challenge: await challenged(), code: codeOf(enrolling.totpUri, 1) };
  good(await anonymous.post('/auth/sign-in/challenge', inTime, aNewBrowser()));
  const challenge = await challenged();
  good(await anonymous.post('/auth/sign-in/challenge', { challenge, backupCode: 'none-of-them' }), 401);
  const answering = anonymous.post('/auth/sign-in/challenge', { challenge, backupCode: backupCodes[0] });
  const last = bearer((await noted('POST /auth/sign-in/challenge', answering)).token);
  const removing = last.post('/auth/second-factor/removal', { password, backupCode: backupCodes[1] });
  const after = (await noted('POST /auth/second-factor/removal', removing)).token;
  const ending = after ? bearer(after) : last;
  await noted('POST /auth/token', ending.post('/auth/token', {}));
  await noted('POST /auth/sign-out', ending.post('/auth/sign-out', {}));

  const [ours, staff] = [await aTeam(), await aStaff(outside(), place)];
  const { organizationId } = staff;
  good(await staff.self.post('/organizations', { name: 'Partners', type: 'Affiliate' }), 201);
  await noted('POST /organizations', staff.self.post('/organizations', { name: 'On the side' }));
  good(await staff.self.post(`/organizations/${organizationId}/activation`, {}));
  const consent = { toOrgId: organizationId, expiresAt: hours(24) };
  await noted('POST /emulation-consents', ours.as('owner').post('/emulation-consents', consent));
  const emulating = { organizationId: ours.org };
  await noted('POST /auth/emulation', staff.self.post('/auth/emulation', emulating));
  await staff.member();
  await noted('DELETE /auth/emulation', staff.self.delete('/auth/emulation'));
  const looking = async () => good(await staff.self.post('/auth/emulation', emulating));
  await looking();
  good(await staff.self.post(`/organizations/${organizationId}/activation`, {}));
  await looking();
  // An emulating user cannot create or join an organization.
  good(await staff.self.post('/organizations', { name: 'Founded while looking' }), 403);
  const { invitationId } = good(
    await (await ours.owner.member()).post(`${ours.path}/invitations`, { email: staff.email, role: 'agent' }),
    201,
  ).body;
  await noted('GET /invitations', staff.self.get('/invitations'));
  good(await staff.self.post(`${ours.path}/invitations/${invitationId}/acceptance`, {}), 403);
  good(await staff.self.post(`/organizations/${organizationId}/activation`, {}));
  good(await staff.self.post(`${ours.path}/invitations/${invitationId}/acceptance`, {}));
  good(await (await staff.member()).post(`${ours.path}/departure`, {}));
  good(await staff.self.post(`/organizations/${organizationId}/activation`, {}));
  await noted('DELETE /emulation-consents/{toOrgId}', ours.as('owner').delete(`/emulation-consents/${organizationId}`));
  const acting = staff.self.post('/auth/impersonation', { userId: ours.driver.userId });
  const acted = bearer((await noted('POST /auth/impersonation', acting)).token);
  const actedToken = good(await acted.post('/auth/token', {})).body.token;
  good(await bearer(actedToken).get('/deliveries'));
  await noted('DELETE /auth/impersonation', acted.delete('/auth/impersonation'));

  const asked = async (path: string) =>
    good(await (await ours.owner.member()).post(`${ours.path}/invitations`, { email: staff.email, role: 'agent' }), 201)
      .body.invitationId + path;
  const asking = `${ours.path}/invitations`;
  for (const what of ['refusal', 'acceptance'])
    await noted(
      `POST /organizations/{organizationId}/invitations/{invitationId}/${what}`,
      staff.self.post(`${asking}/${await asked(`/${what}`)}`, {}),
    );
  const door = good(await ours.as('owner').post('/api-keys', { name: 'A door', role: 'officer' }), 201).body;
  const { apiKeyId, key } = door;
  const byKey = people(place).withKey(key);
  good(await byKey.get('/deliveries'));
  // A command of an API key also reads the stream of that key.
  good(await byKey.post(asking, { email: `${randomUUID()}@example.org`, role: 'agent' }), 201);
  good(await byKey.post('/emulation-consents', consent), 201);
  good(await byKey.delete(`/emulation-consents/${organizationId}`));
  // The invitations that a key has sent are cancelled with it.
  good(await ours.as('owner').delete(`/api-keys/${apiKeyId}`));
  await noted('GET /invitations', staff.self.get('/invitations'));
  await noted(
    'POST /organizations/{organizationId}/departure',
    (await staff.member()).post(`${ours.path}/departure`, {}),
  );

  // Left for the jobs: an impersonating session, a consent, and a mail that is sent to the queue as on AWS.
  good(await staff.self.post(`/organizations/${organizationId}/activation`, {}));
  good(await staff.self.post('/auth/impersonation', { userId: ours.driver.userId }), 201);
  good(await ours.as('owner').post('/emulation-consents', consent), 201);
  const allowance = { to: newEmail, granted: true };
  const mail = { purpose: 'invitation', name: 'Bea', about: { organization: 'We' } } as const;
  await inUnitOfWork(outside(), async (unit) => {
    const access = openAccess(postNeeds, { platform: outside(), org: '-', unit, origin: testOrigin });
    await post(access, allowance, mail, { now: unit.now().toISOString() });
  });
};

const testOrigin = () => {
  const id = newId();
  const caller = { userId: 'test', orgId: '-', orgType: '-', role: 'auditor' } as const;
  return {
    caller,
    commandId: id,
    inputHash: id,
    clientInput: {},
    correlationId: id,
    causationId: id,
    sentCausationId: id,
    key: id,
  };
};

/** An impersonating session that also reads another organization: for `token`, or a new one. */
const actingSession = async (userId: string, token: string = randomUUID()): Promise<string> => {
  const { records, events } = outside();
  const was = await records.findByUnique(sessions, 'token', keptToken(token));
  const [at, until] = [new Date().toISOString(), hours(24)];
  const mine = was?.data ?? {
    ...{ id: randomUUID(), userId, token: keptToken(token), createdAt: at, updatedAt: at },
    ...{ expiresAt: until, remembered: true },
  };
  const data: Session = { ...mine, emulatedOrganizationId: randomUUID() };
  const acting = { orgId: randomUUID(), by: userId, userId: randomUUID(), sessionId: data.id, until };
  await events.commit({
    records: [
      { store: sessions, id: data.id, before: was, after: { data, expiresAt: data.expiresAt } },
      {
        store: impersonations,
        id: randomUUID(),
        before: undefined,
        after: { data: acting, expiresAt: keptAfter(until) },
      },
    ],
  });
  return data.id;
};

/** Everything that ends sessions, links and challenges, while some of each exist. */
const endWhatIsOpen = async (place: Place) => {
  const { anonymous, aUser, bearer, mailTo } = people(place);
  const { email, userId, self } = await aUser();
  const enrolled = async (client: typeof self) =>
    good(await client.post('/auth/second-factor', { password: passphrase }), 201).body.totpUri as string;
  const confirmed = async (client: typeof self, totpUri: string) =>
    good(await client.post('/auth/second-factor/confirmation', { code: codeOf(totpUri) })).body.token as string;

  const totpUri = await enrolled(self);
  await actingSession(userId);
  const one = bearer(await confirmed(self, totpUri));
  const inAMoment = { password: passphrase, code: codeOf(totpUri, 1) };
  good(await one.post('/auth/second-factor/backup-codes', inAMoment));
  good(await one.delete(`/auth/sessions/${await actingSession(userId)}`));
  await actingSession(userId);
  good(await one.delete('/auth/sessions'));

  const challenged = async (password: string) =>
    expect(good(await anonymous.post('/auth/sign-in', { email, password })).body.status).toBe('second-factor');
  await challenged(passphrase);
  good(await anonymous.post('/auth/sign-in-link', { email }), 202);
  const { token: link } = await mailTo(email, 'sign-in-link');
  good(await anonymous.post('/auth/sign-in-link/confirmation', { token: link }));
  await actingSession(userId);
  const changed = 'another fine passphrase';
  good(await one.put('/auth/password', { currentPassword: passphrase, newPassword: changed }));
  await challenged(changed);
  good(await anonymous.post('/auth/password-reset', { email }), 202);
  const { token } = await mailTo(email, 'password-reset');
  await actingSession(userId);
  good(await anonymous.post('/auth/password-reset/confirmation', { token, password: passphrase }));

  const other = await aUser();
  const theirUri = await enrolled(other.self);
  const session = await confirmed(other.self, theirUri);
  const removing = { password: passphrase, code: codeOf(theirUri, 1) };
  const after = good(await bearer(session).post('/auth/second-factor/removal', removing)).body.token ?? session;
  await actingSession(other.userId, after);
  good(await bearer(after).post('/auth/sign-out', {}));
};

/** An account with an unverified address, as earlier releases created it: verification empties it. */
const proveOldAccount = async (place: Place) => {
  const { anonymous, mailTo } = people(place);
  const [userId, email, challenge] = [randomUUID(), `${randomUUID()}@example.org`, hashOf(randomUUID())];
  const [at, until] = [new Date().toISOString(), hours(1)];
  const kept = [randomUUID(), randomUUID()] as const;
  const was = undefined;
  const user = { id: userId, email, name: 'Old', emailVerified: false, createdAt: at, updatedAt: at };
  const secondFactor = { id: kept[0], userId };
  const verification = { id: kept[1], identifier: challenge, value: userId };
  await outside().events.commit({
    records: [
      { store: users, id: userId, before: was, after: { data: user } },
      { store: secondFactors, id: kept[0], before: was, after: { data: secondFactor } },
      {
        store: links,
        id: challenge,
        before: was,
        after: { data: { userId, opens: 'challenge' }, expiresAt: until },
      },
      { store: verifications, id: kept[1], before: was, after: { data: verification, expiresAt: until } },
    ],
  });
  good(await anonymous.post('/auth/sign-up', { email, password: passphrase, name: 'New' }), 202);
  const { token } = await mailTo(email, 'verification');
  good(await anonymous.post('/auth/verification/confirmation', { token, password: passphrase }));
};

/** Each request of an impersonating session after it lost its permission. */
const loseImpersonations = async (place: Place, scene: Parameters<typeof requestFor>[1]) => {
  const [{ bearer, aUser }, staff] = [people(place), await aStaff(outside(), place)];
  const { userId } = await aUser();
  const allowed = endpoints.filter(
    ({ route, definition: { role, whileActing } }) =>
      role === 'person' && (route.startsWith('GET ') || whileActing === 'always'),
  );
  for (const { name, definition } of allowed) {
    const token = await staff.become(userId);
    const { records, events } = outside();
    const { id } = (await records.findByUnique(sessions, 'token', keptToken(token)))!;
    const was = (await records.get(impersonations, id))!;
    // In an organization that its impersonator does not own.
    const now = { ...was, data: { ...was.data, orgId: randomUUID() } };
    await events.commit({ records: [{ store: impersonations, id, before: was, after: now }] });
    const { method, path, body } = requestFor(definition.route!, scene);
    const json = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const answer = await bearer(token).raw({ method, path, ...json });
    expect([answer.status, answer.body.code], name).toEqual([401, 'impersonation-ended']);
  }
};

/** As after a deployment that has changed the shape of a projection: one row still has the previous shape. */
const rebuilt = async () => {
  const { events, views, locks } = outside();
  const { driverRow } = all.fleet;
  const known = { shape: driverRow.shape(), since: '2026-01-01T00:00:00.000Z', done: false };
  await locks.remember(shapesPlace, JSON.stringify({ 'fleet.driver': known }));
  const { streams } = await events.streams({ limit: 10_000 });
  const { org, id } = streams.find(({ aggregate }) => aggregate === 'driver')!;
  const view = { context: 'fleet', org, name: 'driver' };
  const row = (await views.get(view, id))!;
  await views.put(view, { ...row, shape: 'another' }, row);
  const dynamo = watched(dynamoClient(local.dynamo.endpoint), noteFor(rebuilding));
  expect(await rebuilder(contexts).with(platformAt(dynamo))({})).toMatchObject({ affected: 1 });
  dynamo.destroy();
};

/** A bulk request runs the single command for each item (`bulk`), a job by hand the pages of its schedule (`byHand`). */
const doneBy = (name: string, done: Definition): Done => {
  const one = functions.find(
    ({ definition }) =>
      (done.kind === 'bulk' && definition === done.of) ||
      (done.kind === 'endpoint' && definition.kind === 'schedule' && definition.name === done.job),
  )?.name;
  const names = [name, ...(one ? [one] : [])];
  return { touches: names.flatMap(touchesOf), beside: new Set(names.flatMap((it) => [...(beside.get(it) ?? [])])) };
};

const hasWritten = (name: string) => touchesOf(name).some(({ action }) => action === 'PutItem');

/** A command that was refused, or has changed nothing. Another organization costs fifty requests. */
const isIdle = ({ name, definition }: (typeof endpoints)[number], { status }: Answer): boolean => {
  if (definition.kind === 'query') return false;
  return status >= 300 || (definition.kind === 'command' && !hasWritten(name));
};

/** Sends the request as a driver, and if that is refused, as an owner. */
const askOnce = async ({ definition, route }: (typeof endpoints)[number], { anew = false } = {}) => {
  const { ours, scene } = await organizationFor(definition, { anew });
  const { method, path, body } = requestFor(route, scene);
  const json = body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const send = (who: Client) => who.raw({ method, path, ...json });
  if (definition.kind === 'endpoint' && definition.job) return send(await staffMember());
  const ask = (person: 'driver' | 'owner') => send(definition.role === 'person' ? ours[person].self : ours.as(person));
  // A driver is read before the request is accepted or refused; that read is recorded too.
  const first = await ask('driver');
  const answer = first.status < 300 ? first : await ask('owner');
  if (accessOf(definition).some((access) => nameOf(access) === 'read aggregate api-key')) {
    // A request with a key reads it, whatever the response is.
    const { key } = good(await ours.as('owner').post('/api-keys', { name: 'Another', role: 'owner' }), 201).body;
    await send(people(place).withKey(key));
  }
  return answer;
};

let staffOwner: Promise<Client> | undefined;
/** An owner of an organization of type `Admin`. */
const staffMember = () => {
  staffOwner ??= aStaff(outside(), place).then(({ member }) => member());
  return staffOwner;
};

let place: Place;
let signing: Signers;
let provider: Awaited<ReturnType<typeof providers>> | undefined;
let organizationFor: ReturnType<typeof organizations>;
// One hook after the other: each has the full time limit of a test.
beforeAll(async () => {
  const keys = temporaryDirectory();
  const dynamo = await ownDatabase();
  signing = await signers();
  const { recording, ports } = watchedContexts(dynamo.endpoint);
  vi.stubEnv('WAYBILL_TRUSTED_NETWORKS', '127.0.0.0/8,::1/128');
  // Many requests come from one address.
  vi.stubEnv('WAYBILL_ADDRESS_SHARE', '1000');
  local = await startLocal({
    contexts: recording,
    stage: 'emulator',
    keys: await developmentKeys(keys),
    dynamo: Promise.resolve(dynamo),
    platform: ports,
  });
  // Jobs run when this test runs them.
  await local.scheduler.stop();
  ageSessions();
  provider = await providers();
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  const secret = { secret: true, once: false };
  for (const channel of ['email', 'sms'] as const)
    await local.platform.parameters.put(`/waybill/emulator/channels/${channel}`, provider[channel], secret);
  const { token, url } = signing;
  const verified = {
    resend: { secrets: [signing.secret] },
    ses: { topicArns: [topicArn] },
    twilio: { authTokens: [token], url },
  };
  for (const [name, value] of Object.entries(verified))
    await local.platform.parameters.put(`/waybill/emulator/channels/events/${name}`, JSON.stringify(value), secret);
  place = { url: local.url, keys };
  await goThroughAccounts(place);
});
beforeAll(async () => {
  await endWhatIsOpen(place);
  await proveOldAccount(place);
});
beforeAll(async () => {
  organizationFor = organizations(place);
  // A raw body is signed, or belongs to a signed token: `doTheRest` sends these.
  const others = endpoints.filter(({ route, definition }) => !statuses.has(route) && !definition.rawBody);
  for (const fn of others) {
    const first = await askOnce(fn);
    // Earlier requests may have changed the resources that this one needs.
    statuses.set(fn.route, isIdle(fn, first) ? await askOnce(fn, { anew: true }) : first);
  }
});
beforeAll(async () => {
  await doTheRest(organizationFor);
  await forgeCursors(organizationFor);
  const { scene } = await organizationFor({ kind: 'query', route: undefined });
  await stealCookies(place, scene);
  await loseImpersonations(place, scene);
  await local.drained();
  await passDays();
  await local.drained();
  await rebuilt();
});
afterAll(async () => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  client?.destroy();
  provider?.stop();
  await local?.stop();
});

test('every route was called, and responded', () => {
  expect([...statuses.keys()].toSorted()).toEqual(endpoints.map(({ route }) => route).toSorted());
  const failed = [...statuses].filter(([, { status }]) => status >= 300);
  const toDo = 'give the request what it needs to succeed, in test/support/http/requests.ts';
  expect(failed.map(([route, { status, body }]) => `${route} answered ${status} ${body?.code}: ${toDo}`)).toEqual([]);
});

describe('what a function does', () => {
  test.each(endpoints.map(({ name }) => name))('%s is allowed to', (name) => {
    expect(touchesOf(name).filter((touch) => !may(name, touch))).toEqual([]);
  });

  test('the authorizer is allowed to', () => {
    expect(touchesOf('organizations.authorizer').map(({ action }) => action)).toEqual(
      expect.arrayContaining(['Query', 'PutItem']),
    );
    expect(touchesOf('organizations.authorizer').filter((touch) => !may('organizations.authorizer', touch))).toEqual(
      [],
    );
  });

  test('reactions and workers are allowed to', () => {
    const isLocal = (touch: Touch) => JSON.stringify(touch).includes('#outbox#');
    for (const { name } of functions.filter(({ definition: { kind } }) => kind === 'reaction' || kind === 'worker'))
      expect(
        touchesOf(name).filter((touch) => !may(name, touch) && !isLocal(touch)),
        name,
      ).toEqual([]);
  });

  test('beyond the table is allowed, and so is every declared parameter and queue', () => {
    for (const [name, all] of [...beside].filter(([name]) => policies.has(name)))
      expect(
        [...all].filter((what) => !mayBeside(name, what)),
        name,
      ).toEqual([]);
    expect([...(beside.get('identity.sendMail') ?? [])]).toContain('sqs:SendMessage account-mails');
    expect([...(beside.get('identity.rotateKeys') ?? [])]).toContain('ssm:PutParameter /waybill/emulator/jwks');
    expect(mayBeside('deliveries.createDelivery', 'ssm:GetParameter /waybill/emulator/auth-secret')).toBe(false);
    for (const action of ['ses:SendEmail', 'sns:Publish']) {
      expect([...(beside.get('comms.deliver') ?? [])]).toContain(action);
      expect([...policies.keys()].filter((name) => mayBeside(name, action))).toEqual(['comms.deliver']);
    }
  });

  test('schedules are allowed to', () => {
    for (const { name } of functions.filter(({ definition: { kind } }) => kind === 'schedule')) {
      expect(touchesOf(name), name).not.toHaveLength(0);
      expect(
        touchesOf(name).filter((touch) => !may(name, touch)),
        name,
      ).toEqual([]);
    }
  });

  /** Both read the stream on one platform here; `streams.test.ts` tests the permissions of each. */
  test('the stream readers are allowed to', async () => {
    await eventually(async () => expect(touchesOf(projector).length).toBeGreaterThan(50));
    const both = (touch: Touch) => may(projector, touch) || may('streams.publisher', touch);
    expect(touchesOf(projector).filter((touch) => !both(touch))).toEqual([]);
  });

  test('the rebuilder is allowed to', () => {
    const actions = new Set(touchesOf(rebuilding).map(({ action }) => action));
    expect([...actions]).toEqual(expect.arrayContaining(['Scan', 'Query', 'BatchGetItem', 'PutItem', 'UpdateItem']));
    expect(touchesOf(rebuilding).filter((touch) => !may(rebuilding, touch))).toEqual([]);
  });

  test('is recorded by this test: commands write, queries read', () => {
    for (const { name, definition } of endpoints) {
      const actions = new Set(touchesOf(name).map(({ action }) => action));
      if (definition.kind === 'command') expect(actions, name).toContain('PutItem');
      else if (accessOf(definition).some(({ of }) => !('kind' in of && ['parameter', 'queue'].includes(of.kind))))
        expect(actions.size, name).toBeGreaterThan(0);
    }
  });
});

describe('what a function declares', () => {
  const deployed = functions.filter(({ name }) => policies.has(name));

  test.each(deployed)('is used: $name', ({ name, definition }) => {
    const unused = unusedAccess(definition, doneBy(name, definition));
    expect(unused, 'take it out of `reads`, `writes` or `uses`, or let a request above come to it').toEqual([]);
  });
});

describe('what a function must not do', () => {
  /** Every kind of key that was used, without organizations and ids. */
  const everyKey = () => {
    const keys = [...touched.keys()].flatMap(touchesOf).flatMap(({ keys }) => keys);
    return new Set(keys.filter((key) => !isRate(key)).map((key) => key.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')));
  };
  /** Counted requests: of every function with a route, and of no other. */
  const isRate = (key: string) => key.startsWith('limits#-#rate#');

  test('no function without a route counts requests, and every other may only add to them', () => {
    const key = 'limits#-#rate#someone';
    for (const name of policies.keys()) {
      const actions = ['GetItem', 'BatchGetItem', 'Query', ...writes].filter((action) =>
        may(name, { action, keys: [key] }),
      );
      const answers = endpoints.some(({ definition, ...it }) => it.name === name && definition.limited !== 'own');
      expect(actions, name).toEqual(answers ? ['Query', 'UpdateItem'] : []);
    }
  });

  const writes = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'ConditionCheckItem'];
  /** Which of these actions are allowed on which of these keys. */
  const allowed = (name: string, actions: readonly string[], keys: Iterable<string>) =>
    [...keys].flatMap((key) =>
      actions.filter((action) => may(name, { action, keys: [key] })).map((action) => `${name} ${action} ${key}`),
    );

  test('no query writes, except budgets, the caller’s session and addresses to be looked up', () => {
    const keys = everyKey();
    expect(keys.size).toBeGreaterThan(50);
    const isPlain = ({ as, limits = [] }: Pick<HttpDefinition, 'as' | 'limits'>) => !as && !limits.length;
    const plain = queries.filter(({ definition }) => isPlain(httpOf(definition)!));
    expect(plain.length).toBeGreaterThan(20);
    expect(plain.flatMap(({ name }) => allowed(name, writes, keys))).toEqual([]);
    const own = queries.flatMap(({ name, definition }) =>
      accessOf({ ...definition, as: undefined, limits: [] } as Definition).flatMap(({ of, access }) =>
        of === lookUps ? [] : [`${access} ${name}`],
      ),
    );
    expect(own.filter((access) => access.startsWith('readWrite'))).toEqual([]);
  });

  test('no function scans the table or an index', () => {
    for (const name of policies.keys())
      for (const index of [undefined, 'gsi1', 'gsi2'])
        expect(may(name, { action: 'Scan', index, keys: [] }), name).toBe(false);
  });

  test('except the rebuilder, which reads only the keys of the table', () => {
    const keysOnly = { action: 'Scan', keys: [], attributes: ['pk', 'sk'], select: 'SPECIFIC_ATTRIBUTES' };
    expect([...policies.keys()].filter((name) => may(name, keysOnly))).toEqual([rebuilding]);
    const { select, ...unsaid } = keysOnly;
    expect(may(rebuilding, unsaid)).toBe(false);
    expect(may(rebuilding, { ...keysOnly, select: 'ALL_ATTRIBUTES' })).toBe(false);
    expect(may(rebuilding, { ...keysOnly, attributes: ['pk', 'sk', 'data'] })).toBe(false);
    expect(may(rebuilding, { ...keysOnly, index: 'gsi1' })).toBe(false);
  });

  test('no function changes or deletes events', () => {
    const events = ['deliveries#acme#delivery#1', 'fleet#acme#driver#1', 'fleet#acme#vehicle#1', 'routes#acme#route#1'];
    const changes = ['UpdateItem', 'DeleteItem', 'BatchWriteItem'];
    expect([...policies.keys()].flatMap((name) => allowed(name, changes, events))).toEqual([]);
  });

  /** The contexts that a function declares, and its own. */
  const declared = ({ context, definition }: (typeof functions)[number]) =>
    new Set([context, ...accessOf(definition).flatMap(({ of }) => contextsOf(of))]);

  const contextsOf = (of: AccessTo['of']): readonly string[] => {
    if (!('kind' in of)) return of.definition.sources.map(({ context }) => context);
    if (of.kind === 'anyRows') return of.contexts;
    if (of.kind === 'expired') return [of.store.context];
    if (of.kind === 'budgets') return ['limits'];
    if (of.kind === 'probes') return ['platform'];
    return 'context' in of ? [of.context] : [];
  };

  test('no function reads or writes a context that its definition does not name', () => {
    const keysOf = Map.groupBy(everyKey(), (key) => key.split('#')[0]!);
    const actions = ['GetItem', 'Query', 'BatchGetItem', ...writes];
    const abroad = functions
      .filter(({ name }) => policies.has(name))
      .flatMap((fn) => {
        const own = declared(fn);
        const others = [...keysOf].filter(([context]) => !own.has(context) && context !== 'jobs');
        return others.flatMap(([, keys]) => allowed(fn.name, actions, keys));
      });
    expect(keysOf.size).toBeGreaterThan(4);
    expect(abroad).toEqual([]);
  });

  test('planning a route does not read drivers, their bookings or their rows', () => {
    const keys = ['fleet#acme#driver#1', 'fleet#acme#bookings#driver#1', 'fleet#acme#view#driver-row#1'];
    expect(allowed('routes.createRoute', ['GetItem', 'Query', 'BatchGetItem'], keys)).toEqual([]);
  });

  test('one forbidden key among many is refused', () => {
    const read = touchesOf('fleet.listDrivers').find(({ index }) => index)!;
    expect(may('fleet.listDrivers', read)).toBe(true);
    expect(may('fleet.listDrivers', { ...read, keys: [...read.keys, 'routes#acme#view#route-row#1'] })).toBe(false);
  });

  /** Read for every open route, whatever its function declares. */
  const isPlace = (key: string) => key.startsWith('geo#-#record#who-is#');

  test('access to another context must be declared: without it, the recorded actions are not allowed', () => {
    const nothing = { reads: {}, writes: {}, uses: {}, limits: [], as: undefined, job: undefined };
    const undeclaredIn = (definition: Definition) => ({
      ...definition,
      ...nothing,
      ...(definition.kind === 'bulk' && { of: { ...definition.of, ...nothing } }),
    });
    const undeclared: Contexts = Object.fromEntries(
      Object.entries(contexts).map(([context, manifest]) => [
        context,
        Object.fromEntries(
          Object.entries(manifest).map(([key, { definition }]) => [
            key,
            { definition: undeclaredIn(definition as Definition) } as any,
          ]),
        ),
      ]),
    );
    const without = named(policiesIn(templatesOn('emulator', undeclared)));
    const reaching = endpoints.flatMap(({ context, name }) => {
      const abroad = touchesOf(name).filter(({ keys }) =>
        keys.some((key) => !key.startsWith(`${context}#`) && !isPlace(key)),
      );
      return abroad.length ? [{ name, abroad }] : [];
    });
    expect(reaching.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['deliveries.createDelivery', 'deliveries.assignDriver', 'fleet.listDriverBookings']),
    );
    for (const { name, abroad } of reaching)
      for (const touch of abroad) expect(allows(without.get(name)!, table, touch), `${name} ${touch.keys}`).toBe(false);
  });
});
