import type { Caller } from '@waybill/kernel';
import type { Person } from './person.ts';

/** Somebody who works in an organisation to which they may not belong: they have no rights there. */
export const asNewcomer = (
  { user, session }: Pick<Person, 'user' | 'session'>,
  { organizationId }: { readonly organizationId: string },
): Caller => ({
  userId: user.id,
  orgId: organizationId,
  orgType: '-',
  role: 'auditor',
  ...(session.impersonatedBy && { impersonatedBy: session.impersonatedBy }),
});
