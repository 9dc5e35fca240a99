import { subscriberIn, unsubscribeToken } from '@waybill/channels';
import { newId } from '@waybill/kernel';
import { expect, test } from 'vitest';
import { ContactCreated, ContactDeleted } from '#events/geo';
import { keepPreferences, seedUnsubscribeKey, showUnsubscribePage, unsubscribe } from '#functions/comms/manifest';
import { orgId } from '#test/support/in-memory';
import { recordedEvent } from '#test/support/recorded-event';
import { queueEvent } from '../identity/support/people.ts';
import { commsInMemory, start, words } from './support/comms-in-memory.ts';

const form = 'application/x-www-form-urlencoded';
const oneClick = 'List-Unsubscribe=One-Click';

const office = () => {
  const comms = commsInMemory();
  const mail = async (recipient: object, more: object = {}) => {
    const before = comms.sent.length;
    const { status, body } = await comms.ask('sendNotification', { recipient, ...words, ...more });
    expect(status).toBe(201);
    await comms.work();
    const sent = comms.sent.slice(before);
    return {
      notificationId: body.notificationId as string,
      email: sent.find(({ channel }) => channel === 'email'),
      sms: sent.find(({ channel }) => channel === 'sms'),
    };
  };
  const call = async (
    method: 'GET' | 'POST',
    token: string,
    { body = null as string | null, type = form, headers = {}, query = null as object | null } = {},
  ) => {
    const fn = method === 'GET' ? showUnsubscribePage : unsubscribe;
    return (await fn.with(comms.platform)({
      httpMethod: method,
      pathParameters: { token },
      queryStringParameters: query,
      multiValueQueryStringParameters: null,
      headers: { 'content-type': type, ...headers },
      body,
      requestContext: {},
    } as any)) as { statusCode: number; headers: Record<string, string>; body: string };
  };
  const preferences = async (contactId: string) => (await comms.ask('getNotificationPreferences', { contactId })).body;
  return { ...comms, mail, call, preferences };
};

const linkIn = (headers: Readonly<Record<string, string>> | undefined): string =>
  /^<(https?:\/\/\S+)>$/.exec(headers?.['List-Unsubscribe'] ?? '')![1]!;
const tokenIn = (link: string) => link.split('/unsubscribe/')[1]!;

test('an ordinary mail has the headers for one click, and the same link at its end, in the language of the contact', async () => {
  const comms = office();
  const contactId = comms.aContact('ann', { locale: 'de-AT' });
  const { email, sms } = await comms.mail({ contactId });
  const link = linkIn(email!.headers);
  expect(link).toMatch(/^http\S+\/unsubscribe\/[\w-]{66}$/);
  expect(email!.headers).toEqual({ 'List-Unsubscribe': `<${link}>`, 'List-Unsubscribe-Post': oneClick });
  expect(email!.html).toContain(`<a href="${link}"`);
  expect(email!.html).toContain('Diese Nachrichten abbestellen');
  expect(email!.text).toBe(`It is here.\n\nDiese Nachrichten abbestellen:\n${link}`);
  expect(sms!.text).toBe('It is here.');
  for (const secret of ['ann', contactId, orgId]) expect(link).not.toContain(secret);
});

test('urgent and sensitive mails, and mails about accounts, cannot be unsubscribed', async () => {
  const comms = office();
  const recipient = { contactId: comms.aContact('ann') };
  const mails = [
    (await comms.mail(recipient, { urgency: 'urgent' })).email!,
    (await comms.mail(recipient, { sensitive: true })).email!,
  ];
  const mail = { purpose: 'password-changed', to: 'ann@example.com', name: 'Ann', about: { device: 'Firefox' } };
  expect(await comms.account({ mailId: newId(), ...mail, at: start })).toEqual([]);
  await comms.work();
  expect(comms.sent).toHaveLength(4);
  for (const { headers, html, text } of [...mails, comms.sent[3]!]) {
    expect(headers).toBeUndefined();
    expect(`${html} ${text}`).not.toMatch(/unsubscribe/i);
  }
});

test('one click switches e-mail off, and nothing else', async () => {
  const comms = office();
  const contactId = comms.aContact('ann');
  const quietHours = { from: '22:00', to: '07:00', timeZone: 'Europe/Vienna' };
  await comms.ask('changeNotificationPreferences', { contactId, email: true, sms: true, quietHours });
  const { email } = await comms.mail({ contactId });
  const token = tokenIn(linkIn(email!.headers));
  for (let times = 0; times < 2; times++) {
    const answer = await comms.call('POST', token, { body: oneClick });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await comms.preferences(contactId)).toEqual({ email: false, sms: true, quietHours });
  }
  const later = await comms.mail({ contactId });
  expect([later.email, later.sms?.text]).toEqual([undefined, 'It is here.']);
  expect((await comms.mail({ contactId }, { urgency: 'urgent' })).email?.subject).toBe('News');
});

test('a member unsubscribes by the link of the own mail', async () => {
  const comms = office();
  const userId = newId('owner');
  await comms.address({ userId, email: 'olga@example.com', name: 'Olga', at: start });
  const { email } = await comms.mail({ userId });
  await comms.call('POST', tokenIn(linkIn(email!.headers)), { body: oneClick });
  expect((await comms.ask('getNotificationPreferences')).body).toMatchObject({ email: false, sms: true });
  expect((await comms.mail({ userId })).email).toBeUndefined();
});

test.each([
  ['no body', { body: null }],
  ['a form of mail services', { body: oneClick }],
  [
    'a form with parts',
    {
      body: '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--',
      type: 'multipart/form-data; boundary=x',
    },
  ],
  ['JSON that is none', { body: '{"a":', type: 'application/json' }],
  ['another value', { body: 'List-Unsubscribe=Never&email=true' }],
])('a POST with %s unsubscribes', async (_, request) => {
  const comms = office();
  const contactId = comms.aContact('ann');
  const { email } = await comms.mail({ contactId });
  expect((await comms.call('POST', tokenIn(linkIn(email!.headers)), request)).statusCode).toBe(200);
  expect((await comms.preferences(contactId)).email).toBe(false);
});

test('the page changes nothing, however often a link scanner opens it; its button posts to the same URL', async () => {
  const comms = office();
  const contactId = comms.aContact('ann');
  const { email } = await comms.mail({ contactId });
  const token = tokenIn(linkIn(email!.headers));
  for (let times = 0; times < 3; times++) {
    const { statusCode, headers, body } = await comms.call('GET', token, {
      headers: { 'accept-language': 'fr, de;q=0.5' },
    });
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-language': 'fr-FR',
      'cache-control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'content-security-policy': expect.stringMatching(/^default-src 'none';.* form-action 'self';/),
      vary: 'Accept-Language, X-Locale',
    });
    expect(body).toContain('<form method="post"><button type="submit"');
    expect(body).toContain('Souhaitez-vous ne plus recevoir de notifications');
    expect(body).not.toMatch(/<script|https?:/);
  }
  expect((await comms.preferences(contactId)).email).toBe(true);
});

test('a forged, truncated or altered token is refused, and changes nothing', async () => {
  const comms = office();
  const contactId = comms.aContact('ann');
  const { email } = await comms.mail({ contactId });
  const token = tokenIn(linkIn(email!.headers));
  const bytes = Buffer.from(token, 'base64url');
  const altered = (at: number) => {
    const copy = Buffer.from(bytes);
    copy[at]! ^= 1;
    return copy.toString('base64url');
  };
  const key = (await comms.platform.parameters.get('/waybill/test/unsubscribe-key'))!;
  const forged = (more: object, by = key) =>
    unsubscribeToken({ of: 'contact', organizationId: orgId, id: contactId, ...more }, by);
  expect(forged({})).toBe(token);
  const tokens = [
    ...Array.from({ length: bytes.length }, (_, at) => altered(at)),
    ...[
      token.slice(0, -1),
      `${token}A`,
      `${token}=`,
      token.toUpperCase(),
      ` ${token}`,
      'x',
      '%00',
      '../x',
      'é'.repeat(9),
    ],
    // The last character has two bits that mean nothing.
    `${token.slice(0, -1)}${String.fromCharCode(token.charCodeAt(token.length - 1) + 1)}`,
    forged({}, 'another key'),
    Buffer.concat([
      Buffer.from(forged({ organizationId: newId('elsewhere') }), 'base64url').subarray(0, 33),
      bytes.subarray(33),
    ]).toString('base64url'),
  ];
  for (const one of tokens)
    for (const method of ['GET', 'POST'] as const) {
      const { statusCode, body } = await comms.call(method, one, { body: method === 'POST' ? oneClick : null });
      const { code, errors } = JSON.parse(body);
      if (/^[\w-]{66}$/.test(one)) expect([statusCode, code], one).toEqual([404, 'unsubscribe-link-not-valid']);
      else expect([statusCode, errors[0].path], one).toEqual([400, 'token']);
    }
  const huge = await comms.call('POST', 'x'.repeat(100_000), { body: oneClick });
  expect([huge.statusCode, JSON.parse(huge.body).errors[0].path]).toEqual([400, 'token']);
  expect((await comms.call('POST', token, { body: 'x'.repeat(300_000) })).statusCode).toBe(413);
  expect((await comms.preferences(contactId)).email).toBe(true);
});

test('the token of another organization changes only a contact there', async () => {
  const comms = office();
  const contactId = comms.aContact('ann');
  const key = (await comms.platform.parameters.get('/waybill/test/unsubscribe-key'))!;
  const organizationId = newId('elsewhere');
  const theirs = unsubscribeToken({ of: 'contact', organizationId, id: contactId }, key);
  expect(subscriberIn(theirs, key)).toEqual({ of: 'contact', organizationId, id: contactId });
  expect((await comms.call('POST', theirs)).statusCode).toBe(200);
  expect((await comms.preferences(contactId)).email).toBe(true);
  // Nor does it change a user with that id.
  const asUser = { role: 'agent' as const, claims: { sub: contactId } };
  expect((await comms.ask('getNotificationPreferences', {}, asUser)).body.email).toBe(true);
});

test('clicks and a change of the other preferences at the same time lose nothing', async () => {
  const comms = office();
  const contactId = comms.aContact('ann');
  const { email } = await comms.mail({ contactId });
  const token = tokenIn(linkIn(email!.headers));
  const answers = await Promise.all(Array.from({ length: 8 }, () => comms.call('POST', token, { body: oneClick })));
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
  expect((await comms.preferences(contactId)).email).toBe(false);
});

const replaced = (comms: ReturnType<typeof office>, contactId: string) => {
  const newContact = newId(`replacement of ${contactId}`);
  const key = { contextKey: 'customer', relatedEntityId: newId('ann') };
  const stream = (id: string) => ({ context: 'geo', org: orgId, aggregate: 'contact', id });
  const created = recordedEvent(
    ContactCreated({
      ...key,
      locale: 'en-GB',
      emails: [{ value: 'ann@example.com', labels: [] }],
      phoneNumbers: [],
      replaces: contactId,
    }),
    stream(newContact),
    1,
  );
  comms.platform.given([
    created,
    recordedEvent(ContactDeleted({ ...key, why: 'replaced', replacedBy: newContact }), stream(contactId), 2),
  ]);
  return { newContact, created };
};

test('a contact that replaces another one keeps its preferences, and what was changed since', async () => {
  const comms = office();
  const contactId = comms.aContact('ann');
  await comms.ask('changeNotificationPreferences', { contactId, email: false, sms: true });
  const { newContact, created } = replaced(comms, contactId);
  const react = async () =>
    expect(await keepPreferences.with(comms.production)(queueEvent(created, 2) as any)).toEqual({
      batchItemFailures: [],
    });
  await react();
  expect(await comms.preferences(newContact)).toMatchObject({ email: false, sms: true });
  await comms.ask('changeNotificationPreferences', { contactId: newContact, email: true, sms: false });
  await react();
  expect(await comms.preferences(newContact)).toMatchObject({ email: true, sms: false });
});

test('the link in an old mail unsubscribes the contact that has replaced the recipient', async () => {
  const comms = office();
  const contactId = comms.aContact('ann');
  const { email } = await comms.mail({ contactId });
  const second = replaced(comms, contactId).newContact;
  const third = replaced(comms, second).newContact;
  expect((await comms.call('POST', tokenIn(linkIn(email!.headers)))).statusCode).toBe(200);
  expect((await comms.preferences(third)).email).toBe(false);
  expect((await comms.mail({ contactId: third })).email).toBeUndefined();
});

test('seedUnsubscribeKey creates the key of the stage once', async () => {
  const { platform } = commsInMemory();
  const name = '/waybill/test/unsubscribe-key';
  const first = await platform.parameters.get(name);
  await seedUnsubscribeKey.with(platform)({} as any);
  expect(await platform.parameters.get(name)).toBe(first);
  const fresh = { ...platform, parameters: { ...platform.parameters, get: async () => undefined } };
  const written: string[] = [];
  const put = async (at: string, value: string, how: object) => {
    expect([at, how]).toEqual([name, { secret: true, once: true }]);
    written.push(value);
    return value;
  };
  await seedUnsubscribeKey.with({ ...fresh, parameters: { ...fresh.parameters, put } })({} as any);
  expect(Buffer.from(written[0]!.replace('whsec_', ''), 'base64')).toHaveLength(32);
});
