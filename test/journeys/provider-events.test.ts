import { randomUUID } from 'node:crypto';
import { signWebhook } from '@waybill/channels/webhooks';
import { describe, expect, inject, test } from 'vitest';
import { good, people, type Team } from '#test/support/http/people';
import { eventually, refused } from '#test/support/http/world';

const { resendSecret = '' } = inject('waybill');
const { anonymous, aTeam } = people();
const words = { title: 'News', markdown: 'It is here.', text: 'It is here.' };

const settled = async (team: Team, contactId: string) => {
  const sent = await team.as('dispatcher').post('/notifications', { recipient: { contactId }, ...words });
  const path = `/notifications/${good(sent, 201).body.notificationId}`;
  const get = async () => good(await team.as('dispatcher').get(path)).body;
  const first = await eventually(async () => {
    const body = await get();
    expect(body.status).not.toBe('Pending');
    return body;
  });
  return { get, first };
};

/** A contact with a notification that has been sent. */
const notified = async (team: Team) => {
  const address = `${randomUUID()}@example.org`;
  const contact = { contextKey: 'customer', relatedEntityId: randomUUID(), emails: [{ value: address }] };
  const { contactId } = good(await team.as('dispatcher').post('/geo/contacts', contact), 201).body;
  const { get, first } = await settled(team, contactId);
  const emailId: string = first.attempts[0].providerMessageId;
  return { address, contactId: contactId as string, emailId, get };
};

const resend = (type: string, emailId: string, to: string, secret = resendSecret) => {
  const body = JSON.stringify({ type, data: { email_id: emailId, to: [to], bounce: { type: 'Permanent' } } });
  const signed = signWebhook({ id: 'msg_1', timestamp: Math.floor(Date.now() / 1000), body }, [secret]);
  const headers = Object.entries(signed).map(([name, value]) => [name.replace('webhook-', 'svix-'), value]);
  const sent = { 'content-type': 'application/json', ...Object.fromEntries(headers) };
  return anonymous.raw({ method: 'POST', path: '/provider-events/resend', body, headers: sent });
};

describe.skipIf(!resendSecret)('a dispatcher', () => {
  test('sees that a mail has bounced, and the address is not used again', async () => {
    const team = await aTeam();
    const ann = await notified(team);
    expect((await ann.get()).channels).toMatchObject([{ channel: 'email', status: 'Sent' }]);
    good(await resend('email.bounced', ann.emailId, ann.address));
    const bounced = await ann.get();
    expect(bounced).toMatchObject({ status: 'Failed', channels: [{ status: 'Bounced' }] });
    await eventually(async () => {
      const { items } = good(await team.as('dispatcher').get('/notifications?status=Failed')).body;
      expect(items).toMatchObject([{ notificationId: bounced.notificationId, email: 'Bounced' }]);
    });
    const { first } = await settled(team, ann.contactId);
    expect(first).toMatchObject({ status: 'Undeliverable', reason: 'address-refused', attempts: [] });
  });

  test('sees that a contact has complained, who gets no e-mails any more', async () => {
    const team = await aTeam();
    const bob = await notified(team);
    good(await resend('email.delivered', bob.emailId, bob.address));
    expect((await bob.get()).channels).toMatchObject([{ status: 'Delivered' }]);
    good(await resend('email.complained', bob.emailId, bob.address));
    good(await resend('email.delivered', bob.emailId, bob.address));
    expect(await bob.get()).toMatchObject({ status: 'Delivered', channels: [{ status: 'Complained' }] });
    const path = `/notification-preferences?contactId=${bob.contactId}`;
    expect(good(await team.as('dispatcher').get(path)).body).toMatchObject({ email: false, sms: true });
  });

  test('is not deceived by who is not the provider', async () => {
    const team = await aTeam();
    const cat = await notified(team);
    const forged = `whsec_${Buffer.alloc(32).toString('base64')}`;
    refused(await resend('email.bounced', cat.emailId, cat.address, forged), 401, 'invalid-signature');
    for (const provider of ['ses', 'twilio']) {
      const path = `/provider-events/${provider}`;
      refused(await anonymous.raw({ method: 'POST', path, body: 'To=x', headers: {} }), 401, 'invalid-signature');
    }
    expect((await cat.get()).channels).toMatchObject([{ status: 'Sent' }]);
  });
});
