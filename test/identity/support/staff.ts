import { type Event, newId, type Platform, type Stream } from '@waybill/kernel';
import { MemberJoined, type MemberRole, memberships, OrganizationCreated, type OrgType } from '#events/organizations';
import { membershipId } from '#functions/organizations/domain/members/memberships';
import { streamIn } from '../../organizations/support/stream-in.ts';

/** Appends events without a decision. */
export const happened = async ({ events, clock }: Platform, stream: Stream, ...facts: readonly Event[]) => {
  const { length } = await events.read(stream);
  const origin = { commandId: newId(), inputHash: '', correlationId: 'test', causationId: 'test' };
  const stamp = { at: clock().toISOString(), by: 'a-user', ...origin };
  const appends = facts.map((fact, i) => ({ ...fact, id: newId(), stream, version: length + i + 1, ...stamp }));
  await events.commit({ appends });
};

/** An organization of a type, with members. */
export const founded = async (
  platform: Platform,
  type: OrgType,
  members: Readonly<Record<string, MemberRole>>,
  name = type.toLowerCase(),
): Promise<string> => {
  const organizationId = newId(`organization ${name}`);
  const stream = streamIn(organizationId, 'organization', organizationId);
  const joined = Object.entries(members).map(([userId, role]) => MemberJoined({ userId, role }));
  await happened(platform, stream, OrganizationCreated({ name, slug: name, type }), ...joined);
  for (const userId of Object.keys(members)) {
    const data = { userId, organizationId };
    const entry = { store: memberships, id: membershipId(data), before: undefined, after: { data } };
    await platform.events.commit({ records: [entry] });
  }
  return organizationId;
};
