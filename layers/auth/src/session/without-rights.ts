import type { Caller } from '@waybill/kernel';
import type { Person } from './person.ts';

/** A caller in an organization of which the user may not be a member: the role gives no rights there. */
export const withoutRights = (
  { user, session }: Pick<Person, 'user' | 'session'>,
  { organizationId }: { readonly organizationId: string },
): Caller => ({
  userId: user.id,
  orgId: organizationId,
  orgType: '-',
  role: 'auditor',
  ...(session.impersonatedBy && { impersonatedBy: session.impersonatedBy }),
});
