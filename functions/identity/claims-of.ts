import type { User } from '@waybill/auth';
import type { HttpRequest, Platform } from '@waybill/kernel';
import { activeConsent } from './active-consent.ts';
import { memberOf } from './member-of.ts';
import { organizationOf } from './organization-of.ts';
import { fingerprintOf, type Person } from './person.ts';

/**
 * What a token says of somebody: read anew each time, so that whoever was removed, or given another role, is so from the
 * next token on. Whoever looks at another organisation is told to be its auditor, for as long as it consents.
 */
export const claimsOf = async (
  platform: Platform,
  request: Pick<HttpRequest<unknown>, 'header'>,
  { user, session, byCookie }: Person,
  standIn: User | undefined,
) => {
  const own = await memberOf(platform, user.id, session.activeOrganizationId);
  const emulated = own && session.emulatedOrganizationId;
  const staff = own?.orgType === 'Admin' || own?.orgType === 'Support';
  const looks =
    emulated && staff && (await activeConsent(platform, { orgId: emulated, toOrgId: own.orgId })) ? emulated : null;
  return {
    sub: user.id,
    email: user.email,
    username: user.username ?? null,
    orgId: own?.orgId ?? null,
    orgType: own?.orgType ?? null,
    role: looks ? 'auditor' : (own?.role ?? null),
    fp: byCookie ? fingerprintOf(request) : null,
    isEmulating: looks !== null,
    emulatedOrgId: looks,
    emulatedOrgType: looks && (await organizationOf(platform, looks))?.type,
    isImpersonating: Boolean(session.impersonatedBy),
    /** What the authorizer looks up to see whether it still lasts. */
    sid: session.impersonatedBy ? session.id : null,
    impersonatedBy: session.impersonatedBy ?? null,
    impersonatingEmail: standIn?.email ?? null,
    impersonatingUsername: standIn?.username ?? null,
  };
};
