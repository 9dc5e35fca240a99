import type { Organization } from './organization.ts';

/** Whether nobody would own the organisation without them. */
export const isLastOwner = ({ members }: Pick<Organization, 'members'>, userId: string): boolean =>
  members[userId]?.role === 'owner' && Object.values(members).filter(({ role }) => role === 'owner').length === 1;
