import { users } from '@waybill/auth';
import { describe, expect, test } from 'vitest';
import { OrganizationRenamed } from '#events/organizations';
import { mailInvitation } from '#functions/identity/reactions/mail-invitation';
import { acceptInvitation } from '#functions/organizations/commands/invitations/accept-invitation';
import { cancelInvitation } from '#functions/organizations/commands/invitations/cancel-invitation';
import { inviteMember } from '#functions/organizations/commands/invitations/invite-member';
import { resendInvitation } from '#functions/organizations/commands/invitations/resend-invitation';
import { createOrganization } from '#functions/organizations/endpoints/create-organization';
import { lapseInvitations } from '#functions/organizations/schedules/lapse-invitations';
import { recorded, unsentMails } from '../support/identity-in-memory.ts';
import { memoryWithUsers, queueEvent } from '../support/people.ts';

/** Olga invites people to Acme. A test decides when the events are delivered. */
const acme = async (name = 'Acme') => {
  const of = memoryWithUsers();
  const olga = await of.aUser('Olga');
  const { organizationId } = (await olga.ask(createOrganization, { body: { name } })).body;
  const invite = async (email: string, more = {}) => {
    const body = { email, role: 'agent', ...more };
    const { body: answer } = await olga.order(inviteMember, { path: { organizationId }, body });
    return { organizationId, invitationId: answer.invitationId as string };
  };
  const last = (type: string) => of.appended.findLast((event) => event.type === type)!;
  const outbox = () => unsentMails(of.platform);
  return { ...of, olga, organizationId, invite, last, outbox };
};
type Acme = Awaited<ReturnType<typeof acme>>;

const receiveSent = ({ platform, last }: Acme, times = 1) =>
  mailInvitation.with(platform)(queueEvent(last('InvitationSent'), times) as any);
const receiveResent = ({ platform, last }: Acme) =>
  mailInvitation.with(platform)(queueEvent(last('InvitationResent')) as any);

describe('an invited person', () => {
  test('gets a mail that names the inviter and the organization', async () => {
    const of = await acme('Acme & Sons');
    const path = await of.invite('ada@example.com', { name: 'Ada' });
    expect(await receiveSent(of)).toEqual({ batchItemFailures: [] });
    expect(await of.outbox()).toEqual([
      expect.objectContaining({
        purpose: 'invitation',
        to: 'ada@example.com',
        name: 'Ada',
        about: { organization: 'Acme & Sons', inviter: 'Olga', role: 'agent', ...path },
      }),
    ]);
    expect(of.last('MailRequested')).toMatchObject({ data: { purpose: 'invitation' }, by: 'identity' });
  });

  test('gets no link other than ours, whatever the names of inviter and organization', async () => {
    const of = await acme('Acme');
    const { organizationId } = of;
    const stream = { context: 'organizations', org: organizationId, aggregate: 'organization', id: organizationId };
    const renamed = OrganizationRenamed({ name: '<a href="https://evil.example">Win</a> at evil.example' });
    await of.platform.events.commit({ appends: recorded(stream, [renamed], 2) });
    const eve = await of.platform.records.get(users, of.olga.userId);
    const name = 'Olga \u202ehttps://evil.example 0900 123 4567';
    await of.platform.events.commit({
      records: [{ store: users, id: eve!.id, before: eve, after: { data: { ...eve!.data, name } } }],
    });
    await of.invite('ada@example.com', { name: 'free-phones.example' });
    await receiveSent(of);
    const [mail] = await of.outbox();
    expect(mail).toMatchObject({ name: 'free-phones example', about: { organization: 'a href= at evil example' } });
    expect(JSON.stringify({ ...mail, to: '' })).not.toMatch(/https?:|<|evil\.example|\u202e|0900/);
  });

  test.each(['Free phones at https://evil.example', '<b>Ada</b>', 'www.evil.example'])(
    'cannot be called %j: the request is refused',
    async (name) => {
      const of = await acme();
      const body = { email: 'ada@example.com', role: 'agent', name };
      const answer = await of.olga.order(inviteMember, { path: { organizationId: of.organizationId }, body });
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'name' }] } });
    },
  );

  test('is called by the name of their account or by their address', async () => {
    const of = await acme();
    await of.aUser('Ada');
    await of.invite('ada@example.com');
    await receiveSent(of);
    await of.invite('eve@example.com');
    await receiveSent(of);
    expect((await of.outbox()).map(({ name }) => name).toSorted()).toEqual(['Ada', 'eve@example.com']);
  });

  test('gets one mail, however often the event is delivered', async () => {
    const of = await acme();
    await of.invite('ada@example.com');
    await receiveSent(of, 3);
    await Promise.all([receiveSent(of), receiveSent(of)]);
    of.later(3);
    await receiveSent(of);
    expect(of.appended.filter(({ type }) => type === 'MailRequested')).toHaveLength(1);
  });

  test('gets another mail when the invitation is sent again', async () => {
    const of = await acme();
    const path = await of.invite('ada@example.com');
    await receiveSent(of);
    await of.olga.order(resendInvitation, { path });
    await receiveResent(of);
    await receiveResent(of);
    expect(await of.outbox()).toHaveLength(2);
  });

  test('gets an invitation again at most three times an hour', async () => {
    const of = await acme();
    const path = await of.invite('ada@example.com');
    const again = () => of.olga.order(resendInvitation, { path });
    const answers = [];
    for (let i = 0; i < 40; i++) answers.push(await again());
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, ...Array.from({ length: 37 }, () => 429)]);
    expect(answers.at(-1)).toMatchObject({ body: { code: 'too-many-requests' }, headers: { 'retry-after': '3600' } });
    expect(of.appended.filter(({ type }) => type === 'InvitationResent')).toHaveLength(3);
    of.later(1);
    expect((await again()).status).toBe(200);
  });

  test('gets at most ten invitations a day from all senders together', async () => {
    const of = await acme();
    for (let i = 0; i < 12; i++) {
      await of.invite('ada@example.com', {});
      await receiveSent(of);
      const { invitationId } = of.last('InvitationSent').data;
      await of.olga.order(cancelInvitation, { path: { organizationId: of.organizationId, invitationId } });
    }
    const sent = (await of.outbox()).filter(({ purpose }) => purpose === 'invitation');
    expect(sent).toHaveLength(10);
    of.later(1);
    await of.invite('ada@example.com');
    await receiveSent(of);
    expect((await of.outbox()).filter(({ purpose }) => purpose === 'invitation')).toHaveLength(1);
  });

  test('is one of at most sixty an hour for an organization, and for a sender in all organizations', async () => {
    const of = await acme();
    const invite = (i: number, organizationId: string) =>
      of.olga.order(inviteMember, { path: { organizationId }, body: { email: `${i}@example.com`, role: 'agent' } });
    const statuses: number[] = [];
    for (let i = 0; i < 61; i++) statuses.push((await invite(i, of.organizationId)).status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(60);
    const refused = await invite(61, of.organizationId);
    expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '3600' } });
    const other = (await of.olga.ask(createOrganization, { body: { name: 'Another' } })).body.organizationId;
    expect((await invite(62, other)).status, 'from another organization of the same sender').toBe(429);
  });

  test('gets no mail when the invitation was cancelled before', async () => {
    const of = await acme();
    const path = await of.invite('ada@example.com');
    await of.olga.order(cancelInvitation, { path });
    expect(await receiveSent(of)).toEqual({ batchItemFailures: [] });
    expect(await of.outbox()).toEqual([]);
  });
});

describe('every night', () => {
  const run = ({ platform }: Acme) => lapseInvitations.with(platform)({});
  const lapsed = ({ appended }: Acme) =>
    appended.filter(({ type }) => type === 'InvitationLapsed').map(({ data }) => data.invitationId);

  test('invitations are deleted seven days after they expired, answered or not', async () => {
    const of = await acme();
    const eve = await of.aUser('Eve');
    const [first, second] = [await of.invite('ada@example.com'), await of.invite(eve.email)];
    await eve.ask(acceptInvitation, { path: second });
    of.later(1);
    await of.invite('late@example.com');
    of.at('2026-05-18T11:59:59.999Z');
    expect(await run(of)).toMatchObject({ job: 'lapseInvitations', lockAcquired: true, affected: 0 });
    of.at('2026-05-18T12:00:00.001Z');
    expect(await run(of)).toMatchObject({ affected: 2 });
    expect(lapsed(of).toSorted()).toEqual([first.invitationId, second.invitationId].toSorted());
    expect(await run(of)).toMatchObject({ affected: 0 });
  });

  test('invitations that were sent again are kept', async () => {
    const of = await acme();
    const path = await of.invite('ada@example.com');
    of.later(10);
    await of.olga.order(resendInvitation, { path });
    of.later(13);
    expect(await run(of)).toMatchObject({ affected: 0 });
    of.later(2);
    expect(await run(of)).toMatchObject({ affected: 1 });
  });

  test('more invitations than fit on a page are deleted, each once', async () => {
    const of = await acme();
    for (let i = 0; i < 60; i++) await of.invite(`${i}@example.com`);
    of.later(15);
    const [one, other] = await Promise.all([run(of), run(of)]);
    expect([one.affected, other.affected].toSorted()).toEqual([0, 60]);
    expect(new Set(lapsed(of)).size).toBe(60);
  });

  test('a job that runs two days late still finds them', async () => {
    const of = await acme();
    await of.invite('ada@example.com');
    of.later(16);
    expect(await run(of)).toMatchObject({ affected: 1 });
  });
});
