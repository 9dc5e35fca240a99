import type { User } from '@waybill/auth';
import type { Caller } from '@waybill/kernel';

/** Somebody who does something in an organisation that they may not belong to: they are nothing there yet. */
export const asNewcomer = ({ id }: Pick<User, 'id'>, organizationId: string): Caller => ({
  userId: id,
  orgId: organizationId,
  orgType: '-',
  role: 'auditor',
});
