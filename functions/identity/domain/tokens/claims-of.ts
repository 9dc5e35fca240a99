import {
  fingerprintOf,
  memberOf,
  organizationOf,
  type Person,
  type ReadsOrganizations,
  type User,
} from '@waybill/auth';
import type { RecordReader, RequestContext } from '@waybill/kernel';
import { isStaff } from '#events/organizations';
import { type Consent, consentId, isActive } from '../acting/consents.ts';

interface Reads extends ReadsOrganizations {
  readonly consents: RecordReader<Consent>;
}

/**
 * The claims of a token, read for each token: a removal or another role takes effect with the next one. Staff that
 * emulates an organization is its auditor while the consent is active.
 */
export const claimsOf = async (
  access: Reads,
  request: Pick<RequestContext<Person>, 'header' | 'now' | 'person'>,
  standIn: User | undefined,
) => {
  const { user, session, byCookie } = request.person;
  const own = await memberOf(access, user.id, session.activeOrganizationId);
  const emulated = own && isStaff(own.orgType) ? session.emulatedOrganizationId : undefined;
  const consent = emulated && (await access.consents.get(consentId({ orgId: emulated, toOrgId: own!.orgId })));
  const looksAt = emulated && consent && isActive(consent.data, request.now) ? emulated : null;
  return {
    sub: user.id,
    email: user.email,
    username: user.username ?? null,
    orgId: own?.orgId ?? null,
    orgType: own?.orgType ?? null,
    role: looksAt ? 'auditor' : (own?.role ?? null),
    fp: byCookie ? fingerprintOf(request) : null,
    isEmulating: looksAt !== null,
    emulatedOrgId: looksAt,
    emulatedOrgType: looksAt && (await organizationOf(access, looksAt))?.type,
    isImpersonating: Boolean(session.impersonatedBy),
    /** The authorizer uses it to check whether the impersonation is still active. */
    sid: session.impersonatedBy ? session.id : null,
    impersonatedBy: session.impersonatedBy ?? null,
    impersonatingEmail: standIn?.email ?? null,
    impersonatingUsername: standIn?.username ?? null,
  };
};
