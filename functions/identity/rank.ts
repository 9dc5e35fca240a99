import { type Role, roles } from '@waybill/kernel';

/** The higher, the more one may. */
export const rank = (role: Role): number => roles.indexOf(role);
