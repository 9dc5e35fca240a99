import { type Authority, externalAggregate } from '@waybill/kernel';
import { MemberJoined, MemberRemoved, MemberRoleChanged, OrganizationCreated } from '#events/organizations';

/** The current members of the organization and their roles. Read where the role in a token may be outdated. */
export const members = externalAggregate('organizations', 'organization')
  .begin(OrganizationCreated, (): Authority => ({ members: {} }))
  .on(MemberJoined, ({ members }, { userId, role }) => ({ members: { ...members, [userId]: { role } } }))
  .on(MemberRoleChanged, ({ members }, { userId, to }) => ({ members: { ...members, [userId]: { role: to } } }))
  .on(MemberRemoved, ({ members }, { userId }) => {
    const { [userId]: _, ...others } = members;
    return { members: others };
  });
