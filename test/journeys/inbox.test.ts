import { randomUUID } from 'node:crypto';
import { describe, expect, inject, test } from 'vitest';
import { good, people, type Team } from '#test/support/http/people';
import { eventually, world } from '#test/support/http/world';

const words = { title: 'Earlier tomorrow', markdown: 'Be there at **06:30**.', text: 'Be there at 06:30.' };

/** The messages to an address, the newest first. */
const mailsTo = async (email: string): Promise<any[]> => {
  const { url, outbox = `${url}/dev/outbox` } = inject('waybill');
  const response = await fetch(`${outbox}?to=${encodeURIComponent(email)}`);
  return ((await response.json()) as any).items;
};

const notify = async (team: Team, recipient: object, more: object = {}): Promise<string> =>
  good(await team.as('dispatcher').post('/notifications', { recipient, ...words, ...more }), 201).body.notificationId;

describe('a member', () => {
  test('finds a notification in the inbox, and marks it and all others as read', async () => {
    const team = await people().aTeam();
    const driver = team.as('driver');
    const first = await notify(team, { userId: team.users.driver });
    const second = await notify(team, { userId: team.users.driver }, { urgency: 'urgent' });
    await notify(team, { userId: team.users.auditor });
    const { items } = await eventually(async () => {
      const { body } = good(await driver.get('/inbox'));
      expect(body.unread).toBe(2);
      return body;
    });
    expect(items.map(({ notificationId }: any) => notificationId)).toEqual([second, first]);
    expect(items[0]).toMatchObject({ title: words.title, excerpt: words.text, readAt: null });
    expect(good(await driver.get(`/inbox/${first}`)).body).toMatchObject(words);
    good(await driver.put(`/inbox/${first}/read`));
    await eventually(async () => {
      const { body } = good(await driver.get('/inbox?unread=true'));
      expect(body.items.map(({ notificationId }: any) => notificationId)).toEqual([second]);
    });
    good(await driver.put('/inbox/read', { upTo: items[0].requestedAt }));
    expect(good(await driver.get('/inbox')).body.unread).toBe(0);
    expect(good(await team.as('auditor').get('/inbox')).body.unread).toBe(1);
  });
});

describe('a customer', () => {
  test('unsubscribes by the link in a mail, with the page or with one click, and gets urgent messages only', async () => {
    const team = await people().aTeam();
    const dispatcher = team.as('dispatcher');
    const email = `${randomUUID()}@example.org`;
    const contact = { contextKey: 'customer', relatedEntityId: randomUUID(), emails: [{ value: email }] };
    const { contactId } = good(await dispatcher.post('/geo/contacts', contact), 201).body;
    await notify(team, { contactId });
    const [mail] = await eventually(async () => {
      const mails = await mailsTo(email);
      expect(mails).toHaveLength(1);
      return mails;
    });
    const [, link = ''] = /^<(\S+)>$/.exec(mail.headers['List-Unsubscribe'])!;
    expect(mail.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
    expect(mail.text).toContain(link);
    const path = link.slice(link.indexOf('/unsubscribe/'));

    const anybody = world().as('anonymous');
    const page = good(await anybody.get(path, { 'accept-language': 'de' }));
    expect(page.body).toContain('<form method="post">');
    expect(page.headers.get('content-language')).toBe('de-DE');
    const preferences = async () => good(await dispatcher.get(`/notification-preferences?contactId=${contactId}`)).body;
    expect((await preferences()).email).toBe(true);

    for (const headers of [{ 'content-type': 'application/x-www-form-urlencoded' }, { 'content-type': 'text/plain' }])
      good(await anybody.raw({ method: 'POST', path, headers, body: 'List-Unsubscribe=One-Click' }));
    expect(await preferences()).toMatchObject({ email: false, sms: true });
    expect((await anybody.raw({ method: 'POST', path: path.slice(0, -1) })).body.errors[0].path).toBe('token');

    const skipped = await notify(team, { contactId });
    await notify(team, { contactId }, { urgency: 'urgent', title: 'Urgent' });
    await eventually(async () => {
      expect((await mailsTo(email)).map(({ title }) => title)).toEqual(['Urgent', words.title]);
      const { status, reason } = good(await dispatcher.get(`/notifications/${skipped}`)).body;
      expect([status, reason]).toEqual(['Undeliverable', 'no-address']);
    });
  });
});
