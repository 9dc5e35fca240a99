import { keptToken, newSecret, sessions, users } from '@waybill/auth';
import { id, isRefusal, newId, roleTooLow, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { ImpersonationStarted } from '#events/identity';
import { asPerson } from '../as-person.ts';
import { atStaff, atStaffRefuses } from '../at-staff.ts';
import { sessionToken } from '../fields.ts';
import { impersonations, keptAfter } from '../impersonations.ts';
import { memberOf } from '../member-of.ts';
import { memberships } from '../memberships.ts';
import { organization } from '../organization.ts';
import {
  emulatingNow,
  notAsAnAdmin,
  notAsOneself,
  orgTypeNotAllowed,
  secondFactorRequired,
  userNotFound,
} from '../problems.ts';
import { impersonation } from '../staff-acts.ts';
import { streamIn } from '../streams.ts';

/** Exactly: such a session never slides. */
const lastsMs = 3_600_000;

export const startImpersonation = asPerson({
  summary: 'Start acting as a user',
  description:
    'For owners of an organization of type `Admin` who have a second factor. The answer is a session of one hour that acts as the user. Nobody acts as a member of an organization of type `Admin`.',
  route: 'POST /auth/impersonation',
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
  reaches: [
    { to: 'read', source: organization },
    { to: 'consult', register: memberships },
    { to: 'keep', register: impersonations },
    { to: 'append', source: impersonation },
  ],
  answer: async ({ input: { userId }, person: { user, session }, unit, platform, header, ip }) => {
    if (session.emulatedOrganizationId) return emulatingNow();
    const staff = await atStaff(platform, session);
    if (isRefusal(staff)) return staff;
    const { orgId, orgType, role } = staff;
    if (orgType !== 'Admin') return orgTypeNotAllowed({ orgType });
    if (role !== 'owner') return roleTooLow({ role, least: 'owner' });
    if (!user.twoFactorEnabled) return secondFactorRequired();
    if (userId === user.id) return notAsOneself();
    if (!(await unit.get(users, userId))) return userNotFound();
    const belongsTo = (await unit.findBy(memberships, 'userId', userId)).map(({ data }) => data.organizationId);
    const roles = await Promise.all(belongsTo.map((organizationId) => memberOf(platform, userId, organizationId)));
    if (roles.some((held) => held?.orgType === 'Admin')) return notAsAnAdmin();

    const [sessionId, token, now] = [newId(), newSecret(24), unit.now()];
    const [at, expiresAt] = [now.toISOString(), new Date(now.getTime() + lastsMs).toISOString()];
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
    await unit.put(sessions, sessionId, acting, expiresAt);
    const record = { orgId, by: user.id, userId, sessionId: session.id, until: expiresAt };
    await unit.put(impersonations, sessionId, record, keptAfter(expiresAt));
    unit.tell(
      streamIn(orgId, impersonation.name, sessionId),
      ImpersonationStarted({ userId, sessionId, until: expiresAt }),
      user.id,
    );
    return { body: { token, expiresAt } };
  },
});
