import {
  impersonation,
  keptToken,
  memberOf,
  newSecret,
  organization,
  organizationOf,
  person,
  secondFactorRequired,
  sessions,
  users,
} from '@waybill/auth';
import { endpoint, id, newId, orgTypeNotAllowed, roleTooLow, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { ImpersonationStarted, impersonations } from '#events/identity';
import { memberships } from '#events/organizations';
import { atStaffRefuses, notAtStaff } from '../../domain/acting/at-staff.ts';
import { keptAfter } from '../../domain/acting/impersonations.ts';
import { sessionToken } from '../../domain/fields.ts';
import { emulatingNow, notAsAnAdmin, notAsOneself, userNotFound } from '../../domain/problems.ts';

/** The exact lifetime: use does not extend such a session. */
const lastsMs = 3_600_000;

export const startImpersonation = endpoint({
  summary: 'Start acting as a user',
  description:
    'For owners of an organization of type `Admin` who have a second factor. The answer is a session of one hour that acts as the user. Members of organizations of type `Admin` cannot be impersonated.',
  route: 'POST /auth/impersonation',
  role: 'person',
  as: person,
  whileActing: 'emulating',
  status: 201,
  input: z.strictObject({ userId: id().describe('The user to act as.') }),
  example: { userId: exampleIds.member },
  output: z.object({ token: sessionToken(), expiresAt: z.iso.datetime().describe('When the session ends.') }),
  refuses: [
    emulatingNow,
    ...atStaffRefuses,
    roleTooLow,
    secondFactorRequired,
    notAsOneself,
    notAsAnAdmin,
    userNotFound,
  ],
  reads: { organization, users, memberships },
  writes: { sessions, impersonations, impersonation },

  answer: async ({ userId }, access, { person: { user, session }, now: at, header, ip }) => {
    const { activeOrganizationId, emulatedOrganizationId } = session;
    if (emulatedOrganizationId) return emulatingNow();
    const own = activeOrganizationId ? await organizationOf(access, activeOrganizationId) : undefined;
    const no = notAtStaff(session, own);
    if (no) return no;
    const [orgType, role] = [own!.type, own!.members[user.id]!.role];
    if (orgType !== 'Admin') return orgTypeNotAllowed({ orgType });
    if (role !== 'owner') return roleTooLow({ role, least: 'owner' });
    if (!user.twoFactorEnabled) return secondFactorRequired();
    if (userId === user.id) return notAsOneself();
    if (!(await access.users.get(userId))) return userNotFound();
    const belongsTo = (await access.memberships.findBy('userId', userId)).map(({ data }) => data.organizationId);
    const roles = await Promise.all(belongsTo.map((organizationId) => memberOf(access, userId, organizationId)));
    if (roles.some((held) => held?.orgType === 'Admin')) return notAsAnAdmin();

    const [sessionId, token] = [newId(), newSecret(24)];
    const expiresAt = new Date(Date.parse(at) + lastsMs).toISOString();
    const acting = {
      id: sessionId,
      userId,
      token: keptToken(token),
      expiresAt,
      createdAt: at,
      updatedAt: at,
      ipAddress: ip ?? null,
      userAgent: header('user-agent')?.slice(0, 512) ?? null,
      impersonatedBy: user.id,
      activeOrganizationId: belongsTo.length === 1 ? belongsTo[0] : null,
      remembered: false,
    };
    const org = activeOrganizationId!;
    await access.sessions.put(sessionId, acting, expiresAt);
    await access.impersonations.put(
      sessionId,
      { orgId: org, by: user.id, userId, sessionId: session.id, until: expiresAt },
      keptAfter(expiresAt),
    );
    await access.impersonation.append(sessionId, ImpersonationStarted({ userId, sessionId, until: expiresAt }), {
      org,
      by: user.id,
    });
    return { body: { token, expiresAt } };
  },
});
