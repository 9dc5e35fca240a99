import { describe, expect, test } from 'vitest';
import { acceptInvitation } from '#functions/identity/calls/accept-invitation';
import { createOrganization } from '#functions/identity/calls/create-organization';
import { inviteMember } from '#functions/identity/calls/invite-member';
import { cancelInvitation } from '#functions/identity/commands/cancel-invitation';
import { resendInvitation } from '#functions/identity/commands/resend-invitation';
import { mails } from '#functions/identity/mail';
import { mailInvitation } from '#functions/identity/reactions/mail-invitation';
import { mailInvitationAgain } from '#functions/identity/reactions/mail-invitation-again';
import { lapseInvitations } from '#functions/identity/schedules/lapse-invitations';
import { heard, house } from './people.ts';

/** Olga asks people to join Acme; what is told of it arrives when a test says so. */
const acme = async (name = 'Acme') => {
  const of = house();
  const olga = await of.somebody('Olga');
  const { organizationId } = (await olga.ask(createOrganization, { body: { name } })).body;
  const invite = async (email: string, more = {}) => {
    const body = { email, role: 'agent', ...more };
    const { body: answer } = await olga.order(inviteMember, { path: { organizationId }, body });
    return { organizationId, invitationId: answer.invitationId as string };
  };
  const last = (type: string) => of.told.findLast((event) => event.type === type)!;
  const outbox = async () => (await of.platform.registers.under(mails, 'box', 'all')).map(({ data }) => data);
  return { ...of, olga, organizationId, invite, last, outbox };
};
type Acme = Awaited<ReturnType<typeof acme>>;

const hearSent = ({ platform, last }: Acme, times = 1) =>
  mailInvitation.with(platform)(heard(last('InvitationSent'), times) as any);
const hearResent = ({ platform, last }: Acme) =>
  mailInvitationAgain.with(platform)(heard(last('InvitationResent')) as any);

describe('whoever is asked to join', () => {
  test('is written to, with who asks them to what', async () => {
    const of = await acme('<b>Acme</b> & Sons');
    const path = await of.invite('ada@example.com', { name: 'Ada' });
    expect(await hearSent(of)).toEqual({ batchItemFailures: [] });
    expect(await of.outbox()).toEqual([
      expect.objectContaining({
        purpose: 'invitation',
        to: 'ada@example.com',
        name: 'Ada',
        about: { organization: '<b>Acme</b> & Sons', inviter: 'Olga', role: 'agent', ...path },
      }),
    ]);
    expect(of.last('MailRequested')).toMatchObject({ data: { purpose: 'invitation' }, by: 'identity' });
  });

  test('is called what they call themselves, or by their address', async () => {
    const of = await acme();
    await of.somebody('Ada');
    await of.invite('ada@example.com');
    await hearSent(of);
    await of.invite('eve@example.com');
    await hearSent(of);
    expect((await of.outbox()).map(({ name }) => name).toSorted()).toEqual(['Ada', 'eve@example.com']);
  });

  test('is written to once, however often that is heard of, and whenever', async () => {
    const of = await acme();
    await of.invite('ada@example.com');
    await hearSent(of, 3);
    await Promise.all([hearSent(of), hearSent(of)]);
    of.later(3);
    await hearSent(of);
    expect(of.told.filter(({ type }) => type === 'MailRequested')).toHaveLength(1);
  });

  test('is written to once more when the invitation is sent once more', async () => {
    const of = await acme();
    const path = await of.invite('ada@example.com');
    await hearSent(of);
    await of.olga.order(resendInvitation, { path });
    await hearResent(of);
    await hearResent(of);
    expect(await of.outbox()).toHaveLength(2);
  });

  test('is not written to when the invitation was taken back before', async () => {
    const of = await acme();
    const path = await of.invite('ada@example.com');
    await of.olga.order(cancelInvitation, { path });
    expect(await hearSent(of)).toEqual({ batchItemFailures: [] });
    expect(await of.outbox()).toEqual([]);
  });
});

describe('every night', () => {
  const run = ({ platform }: Acme) => lapseInvitations.with(platform)({});
  const lapsed = ({ told }: Acme) =>
    told.filter(({ type }) => type === 'InvitationLapsed').map(({ data }) => data.invitationId);

  test('invitations seven days past their time are forgotten, answered or not', async () => {
    const of = await acme();
    const eve = await of.somebody('Eve');
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

  test('those that were sent once more are left alone', async () => {
    const of = await acme();
    const path = await of.invite('ada@example.com');
    of.later(10);
    await of.olga.order(resendInvitation, { path });
    of.later(13);
    expect(await run(of)).toMatchObject({ affected: 0 });
    of.later(2);
    expect(await run(of)).toMatchObject({ affected: 1 });
  });

  test('more than fit on a page are forgotten, each once', async () => {
    const of = await acme();
    for (let i = 0; i < 60; i++) await of.invite(`${i}@example.com`);
    of.later(15);
    const [one, other] = await Promise.all([run(of), run(of)]);
    expect([one.affected, other.affected].toSorted()).toEqual([0, 60]);
    expect(new Set(lapsed(of)).size).toBe(60);
  });

  test('a job that comes two days late still finds them', async () => {
    const of = await acme();
    await of.invite('ada@example.com');
    of.later(16);
    expect(await run(of)).toMatchObject({ affected: 1 });
  });
});
