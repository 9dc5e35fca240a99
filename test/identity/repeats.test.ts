import type { Platform } from '@waybill/kernel';
import { describe, expect, test } from 'vitest';
import * as identity from '#functions/identity/manifest';
import { slugs } from '#functions/organizations/domain/slugs';
import * as organizations from '#functions/organizations/manifest';
import { memoryWithUsers } from './support/people.ts';
import { founded } from './support/staff.ts';

const ten = Array.from({ length: 10 }, (_, i) => i);

/** The answer without the parts that belong to a single request. */
const said = ({ status, headers, body }: { status: number; headers: Record<string, string>; body: unknown }) => {
  const { 'x-correlation-id': _, 'idempotent-replayed': __, ...others } = headers;
  return JSON.stringify({ status, headers: others, body });
};

/** Reads have different delays, so that simultaneous requests overlap in different states. */
const unevenly = ({ events }: Platform) => {
  let reads = 0;
  return {
    events: {
      ...events,
      read: async (...asked: Parameters<typeof events.read>) => {
        for (let turns = reads++ % 5; turns > 0; turns--) await new Promise((go) => setImmediate(go));
        return events.read(...asked);
      },
    },
  };
};

/** Olga has created Acme, which is active in her session. */
const acme = async () => {
  const of = memoryWithUsers(unevenly);
  const olga = await of.aUser('Olga');
  const { body } = await olga.ask(organizations.createOrganization, { body: { name: 'Acme' } });
  return { ...of, olga, path: { organizationId: body.organizationId as string } };
};

describe('the same request with the same Idempotency-Key', () => {
  test('creates one organization and gets the same answer ten times at once', async () => {
    const { aUser, appended } = await acme();
    const eve = await aUser('Eve');
    const found = () => eve.ask(organizations.createOrganization, { body: { name: 'Acme' }, key: 'once' });
    const answers = await Promise.all(ten.map(found));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201));
    expect(new Set(answers.map(said)).size).toBe(1);
    expect(answers[0]!.body.slug).toMatch(/^acme-\d+$/);
    expect(appended.filter(({ type, by }) => type === 'OrganizationCreated' && by === eve.userId)).toHaveLength(1);
  });

  test('returns the original slug, even if a better one is free now', async () => {
    const { aUser, platform, appended, path } = await acme();
    const eve = await aUser('Eve');
    const found = () => eve.ask(organizations.createOrganization, { body: { name: 'Acme' }, key: 'once' });
    const first = await found();
    const was = (await platform.records.get(slugs, path.organizationId))!;
    await platform.events.commit({ records: [{ store: slugs, id: was.id, before: was, after: undefined }] });
    const again = await found();
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(said(again)).toBe(said(first));
    expect(appended.filter(({ type }) => type === 'OrganizationCreated')).toHaveLength(2);
  });

  test('sends one invitation, even if the address has another owner now', async () => {
    const { olga, path, aUser } = await acme();
    const body = { email: 'eve@example.com', role: 'agent' };
    const invite = () => olga.order(organizations.inviteMember, { path, body, key: 'once' });
    const first = await invite();
    const eve = await aUser('Eve');
    expect(said(await invite())).toBe(said(first));
    const { invitationId } = first.body;
    const accept = () => eve.ask(organizations.acceptInvitation, { path: { ...path, invitationId }, key: 'join' });
    const joined = await accept();
    expect(joined.status).toBe(200);
    expect(said(await invite())).toBe(said(first));
    expect(said(await accept())).toBe(said(joined));
  });

  test('sends one invitation for ten simultaneous requests', async () => {
    const { olga, path, appended } = await acme();
    const body = { email: 'eve@example.com', role: 'agent' };
    const answers = await Promise.all(
      ten.map(() => olga.order(organizations.inviteMember, { path, body, key: 'once' })),
    );
    expect(new Set(answers.map(said)).size).toBe(1);
    expect(appended.filter(({ type }) => type === 'InvitationSent')).toHaveLength(1);
  });

  test('gives one consent and returns its original time', async () => {
    const { olga, platform, later } = await acme();
    const support = await founded(platform, 'Support', {});
    const body = { toOrgId: support, expiresAt: '2026-05-20T12:00:00.000Z' };
    const grant = () => olga.order(identity.grantEmulationConsent, { body, key: 'once' });
    const first = await grant();
    expect(first).toMatchObject({ status: 201, body: { grantedAt: '2026-05-04T12:00:00.000Z', toOrgId: support } });
    later(1);
    expect(said(await grant())).toBe(said(first));
  });

  test('is refused with another body', async () => {
    const { olga, path } = await acme();
    const invite = (role: string) =>
      olga.order(organizations.inviteMember, { path, body: { email: 'eve@example.com', role }, key: 'once' });
    expect((await invite('agent')).status).toBe(201);
    expect(await invite('auditor')).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  });
});
