import type { Caller } from '@waybill/kernel';
import type { Person } from './person.ts';

/** Somebody who does something in an organisation that they may not belong to: they are nothing there yet. */
export const asNewcomer = ({ user, session }: Pick<Person, 'user' | 'session'>, organizationId: string): Caller => ({
  userId: user.id,
  orgId: organizationId,
  orgType: '-',
  role: 'auditor',
  ...(session.impersonatedBy && { impersonatedBy: session.impersonatedBy }),
});
