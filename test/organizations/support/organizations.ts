import { newId, type Platform } from '@waybill/kernel';
import { recorded } from '@waybill/kernel/testing';
import { InvitationSent, MemberJoined, type MemberRole, OrganizationCreated } from '#events/organizations';
import { organization } from '#functions/organizations/domain/organization';
import { streamIn } from './stream-in.ts';

/** Acme and its members, one of each role. */
export const [olga, otto, ole, agnes, aude] = ['olga', 'otto', 'ole', 'agnes', 'aude'].map((name) => newId(name)) as [
  string,
  string,
  string,
  string,
  string,
];
export const acme = OrganizationCreated({ name: 'Acme', slug: 'acme', type: 'Customer' });
export const joined = (userId: string, role: MemberRole) => MemberJoined({ userId, role });

/** Olga owns it, Otto is an officer, Agnes an agent, and Aude an auditor. */
export const acmeAtWork = [
  acme,
  joined(olga, 'owner'),
  joined(otto, 'officer'),
  joined(agnes, 'agent'),
  joined(aude, 'auditor'),
] as const;

/** The state of Acme with these members, for commands that read it. */
export const acmeWith = (members: Readonly<Record<string, MemberRole>>) =>
  organization.fold(recorded([acme, ...Object.entries(members).map(([userId, role]) => joined(userId, role))]))!;

/** The state of an organization from its stream. */
export const organizationIn = async ({ events }: Pick<Platform, 'events'>, organizationId: string) =>
  organization.fold(await events.read(streamIn(organizationId, organization.name, organizationId)));

export const asOlga = { userId: olga, role: 'owner' } as const;
export const asOtto = { userId: otto, role: 'officer' } as const;
export const asAgnes = { userId: agnes, role: 'agent' } as const;

export const invitationId = newId('the invitation');
/** Sent at `now` of the scenarios. */
export const invited = (more: Partial<Parameters<typeof InvitationSent>[0]> = {}) =>
  InvitationSent({
    invitationId,
    email: 'ada@example.com',
    role: 'agent',
    expiresAt: '2026-05-11T12:00:00.000Z',
    ...more,
  });
