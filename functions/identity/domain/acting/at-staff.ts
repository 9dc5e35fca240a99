import type { Organization, Session } from '@waybill/auth';
import { noActiveOrganization, notAMember, orgTypeNotAllowed, type RefusalOf } from '@waybill/kernel';
import { isStaff } from '#events/organizations';

export const atStaffRefuses = [noActiveOrganization, notAMember, orgTypeNotAllowed] as const;

/** The active organization of a session, for commands. */
export const activeOrganization = (_: unknown, { person }: { readonly person: { readonly session: Session } }) => {
  const { activeOrganizationId: id } = person.session;
  return id ? { org: id, id } : undefined;
};

/** Refuses a session without an active organization of staff, and a user who is not a member of it any more. */
export const notAtStaff = (
  { activeOrganizationId, userId }: Session,
  active: Pick<Organization, 'type' | 'members'> | undefined,
): RefusalOf<typeof atStaffRefuses> | undefined => {
  if (!activeOrganizationId) return noActiveOrganization();
  if (!active?.members[userId]) return notAMember();
  return isStaff(active.type) ? undefined : orgTypeNotAllowed({ orgType: active.type });
};
