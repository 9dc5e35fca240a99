import type { Organization } from '../organization.ts';

/** Whether the organization would have no owner without this member. */
export const isLastOwner = ({ members }: Pick<Organization, 'members'>, userId: string): boolean =>
  members[userId]?.role === 'owner' && Object.values(members).filter(({ role }) => role === 'owner').length === 1;
