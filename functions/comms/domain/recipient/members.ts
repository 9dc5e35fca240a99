import { externalAggregate } from '@waybill/kernel';
import { MemberJoined, MemberRemoved, OrganizationCreated } from '#events/organizations';

/** The users who are members of an organization. */
export const members = externalAggregate('organizations', 'organization')
  .begin(OrganizationCreated, (): ReadonlySet<string> => new Set())
  .on(MemberJoined, (members, { userId }) => new Set([...members, userId]))
  .on(MemberRemoved, (members, { userId }) => new Set([...members].filter((id) => id !== userId)));
