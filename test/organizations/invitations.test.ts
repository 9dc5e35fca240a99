import { type Session, sessions, type User } from '@waybill/auth';
import { deleteRecord, newId, putRecord } from '@waybill/kernel';
import { itsId, now, scenario } from '@waybill/kernel/testing';
import { describe, expect, test } from 'vitest';
import {
  InvitationAccepted,
  InvitationCancelled,
  InvitationDeclined,
  InvitationLapsed,
  InvitationResent,
  InvitationSent,
  MemberJoined,
  MemberRemoved,
  type MemberRole,
  memberships,
} from '#events/organizations';
import { acceptInvitation } from '#functions/organizations/commands/invitations/accept-invitation';
import { cancelInvitation } from '#functions/organizations/commands/invitations/cancel-invitation';
import { declineInvitation } from '#functions/organizations/commands/invitations/decline-invitation';
import { inviteMember } from '#functions/organizations/commands/invitations/invite-member';
import { lapseInvitation } from '#functions/organizations/commands/invitations/lapse-invitation';
import { resendInvitation } from '#functions/organizations/commands/invitations/resend-invitation';
import { invitations } from '#functions/organizations/domain/invitations/invitations';
import { membershipId } from '#functions/organizations/domain/members/memberships';
import {
  acmeAtWork,
  agnes,
  asAgnes,
  asOlga,
  asOtto,
  invitationId,
  invited,
  joined,
  otto,
} from './support/organizations.ts';

const ada = newId('ada');
const email = 'ada@example.com';
const sevenDaysOn = '2026-05-11T12:00:00.000Z';
/** The record is kept for two weeks after the last moment for an answer. */
const forgotten = '2026-05-25T12:00:00.000Z';
const yesterday = '2026-05-03T12:00:00.000Z';
const aWeekAgo = '2026-04-27T12:00:00.000Z';
const expired = invited({ expiresAt: now });
const itsOwnId = newId(`${itsId} invitation`);

const userOf = (id: string, more: Partial<User> = {}): User => ({
  id,
  email,
  name: 'Ada',
  emailVerified: true,
  createdAt: aWeekAgo,
  updatedAt: aWeekAgo,
  ...more,
});
const session: Session = {
  id: newId('session'),
  userId: ada,
  token: 'token',
  expiresAt: sevenDaysOn,
  createdAt: aWeekAgo,
  updatedAt: aWeekAgo,
};
const personOf = (email: string, more: Partial<User> = {}) => ({ user: userOf(ada, { email, ...more }), session });
const asAda = personOf(email);

const kept = (id: string, known: { readonly email?: string } = {}) =>
  putRecord(invitations, id, { organizationId: itsId, ...known }, forgotten);
const sent = (more: { readonly role?: MemberRole; readonly name?: string } = {}) =>
  [
    InvitationSent({ invitationId: itsOwnId, email, role: 'agent', expiresAt: sevenDaysOn, ...more }),
    kept(itsOwnId, { email }),
  ] as const;
/** What accepting the invitation at `now` writes. */
const accepted = (role: MemberRole, keptUntil = forgotten) =>
  [
    InvitationAccepted({ invitationId, userId: ada }),
    MemberJoined({ userId: ada, role, invitationId }),
    putRecord(memberships, membershipId({ userId: ada, organizationId: itsId }), {
      userId: ada,
      organizationId: itsId,
    }),
    putRecord(invitations, invitationId, { organizationId: itsId }, keptUntil),
    putRecord(
      sessions,
      session.id,
      { ...session, activeOrganizationId: itsId, emulatedOrganizationId: null },
      session.expiresAt,
    ),
  ] as const;

describe('inviting a person', () => {
  const { given } = scenario(inviteMember);
  const atWork = given(...acmeAtWork);

  test('gives seven days to answer, and stores the organization under the address', () => {
    atWork
      .asking(asOtto)
      .when({ email: ' Ada@Example.COM ', role: 'agent', name: ' Ada ' })
      .emits(...sent({ name: 'Ada' }));
  });

  test.each<[typeof asOlga | typeof asOtto, MemberRole[]]>([
    [asOlga, ['officer', 'agent', 'auditor']],
    [asOtto, ['agent', 'auditor']],
  ])('allows only roles below the caller’s own: $0.role', (who, may) => {
    for (const role of ['owner', 'officer', 'agent', 'auditor'] as const) {
      const asked = atWork.asking(who).when({ email, role });
      if (may.includes(role)) asked.emits(...sent({ role }));
      else asked.refuses('role-not-yours-to-give', { role: who.role }, 403);
    }
  });

  test('depends on the caller’s current role', () => {
    given(...acmeAtWork, MemberRemoved({ userId: otto, why: 'removed' }))
      .asking(asOtto)
      .when({ email, role: 'agent' })
      .refuses('not-a-member', {}, 403);
    atWork
      .asking({ ...asAgnes, role: 'officer' })
      .when({ email, role: 'auditor' })
      .refuses('role-too-low', { role: 'agent', least: 'officer' }, 403);
  });

  test('is refused while an invitation of the address is pending', () => {
    given(...acmeAtWork, invited())
      .asking(asOtto)
      .when({ email, role: 'auditor' })
      .refuses('invitation-pending', {}, 409);
    for (const over of [
      [expired],
      [invited(), InvitationDeclined({ invitationId })],
      [invited(), InvitationCancelled({ invitationId })],
    ])
      given(...acmeAtWork, ...over)
        .asking(asOtto)
        .when({ email, role: 'agent' })
        .emits(...sent());
  });

  test('is refused for members', () =>
    atWork
      .asking(asOtto)
      .seeing({ invitee: userOf(agnes) })
      .when({ email: 'agnes@example.com', role: 'auditor' })
      .refuses('already-member', {}, 409));

  test('is allowed for users of other organizations and former members', () => {
    atWork
      .asking(asOtto)
      .seeing({ invitee: userOf(ada) })
      .when({ email, role: 'agent' })
      .emits(...sent());
    given(...acmeAtWork, MemberRemoved({ userId: agnes, why: 'left' }))
      .asking(asOtto)
      .seeing({ invitee: userOf(agnes) })
      .when({ email, role: 'agent' })
      .emits(...sent());
  });

  const many = (count: number, more = {}) =>
    Array.from({ length: count }, (_, i) =>
      invited({ invitationId: newId(`${i}`), email: `${i}@example.com`, ...more }),
    );

  test('stops at a hundred pending invitations, without the expired ones', () => {
    given(...acmeAtWork, ...many(100))
      .asking(asOtto)
      .when({ email, role: 'agent' })
      .refuses('too-many-invitations', { most: 100 }, 409);
    given(...acmeAtWork, ...many(99), ...many(100, { expiresAt: yesterday }).slice(99))
      .asking(asOtto)
      .when({ email, role: 'agent' })
      .emits(...sent());
  });

  test('stops at a hundred members', () =>
    given(...acmeAtWork, ...Array.from({ length: 96 }, (_, i) => joined(newId(`member ${i}`), 'agent')))
      .asking(asOtto)
      .when({ email, role: 'agent' })
      .refuses('too-many-members', { most: 100 }, 409));

  test.each(['ada', 'ada@example', 'a b@example.com', '@example.com', ''])('refuses the address “%s”', (given) =>
    expect(
      inviteMember.definition.input.safeParse({ organizationId: itsId, email: given, role: 'agent' }).success,
    ).toBe(false),
  );
});

describe('sending an invitation again', () => {
  const { given } = scenario(resendInvitation);

  test('gives another seven days, even after it expired', () => {
    for (const before of [invited({ expiresAt: '2026-05-05T00:00:00.000Z' }), expired]) {
      const again = given(...acmeAtWork, before)
        .asking(asOtto)
        .when({ invitationId });
      again.emits(InvitationResent({ invitationId, expiresAt: sevenDaysOn }), kept(invitationId, { email }));
    }
  });

  test('is refused after it was answered or cancelled', () => {
    for (const [current, over] of [
      ['Accepted', InvitationAccepted({ invitationId, userId: ada })],
      ['Declined', InvitationDeclined({ invitationId })],
      ['Cancelled', InvitationCancelled({ invitationId })],
    ] as const)
      given(...acmeAtWork, invited(), over)
        .asking(asOtto)
        .when({ invitationId })
        .refuses('invitation-not-pending', { current }, 409);
  });

  test('is refused while another one of the address is pending', () =>
    given(...acmeAtWork, expired, invited({ invitationId: newId('another') }))
      .asking(asOtto)
      .when({ invitationId })
      .refuses('invitation-pending', {}, 409));

  test('needs the right to give that role', () =>
    given(...acmeAtWork, invited({ role: 'officer' }))
      .asking(asOtto)
      .when({ invitationId })
      .refuses('role-not-yours-to-give', { role: 'officer' }, 403));

  test('is refused for an unknown invitation', () =>
    given(...acmeAtWork)
      .asking(asOtto)
      .when({ invitationId })
      .refuses('invitation-not-found', {}, 404));
});

describe('cancelling an invitation', () => {
  const { given } = scenario(cancelInvitation);

  test('is for officers, and deletes the record of the address', () => {
    const back = given(...acmeAtWork, invited())
      .asking(asOtto)
      .when({ invitationId });
    back.emits(InvitationCancelled({ invitationId }), kept(invitationId));
    given(...acmeAtWork, invited())
      .asking(asAgnes)
      .when({ invitationId })
      .refuses('role-too-low', {}, 403);
  });

  test('records nothing the second time', () =>
    given(...acmeAtWork, invited(), InvitationCancelled({ invitationId }))
      .asking(asOtto)
      .when({ invitationId })
      .emitsNothing());

  test('is refused after an answer', () =>
    given(...acmeAtWork, invited(), InvitationAccepted({ invitationId, userId: ada }))
      .asking(asOtto)
      .when({ invitationId })
      .refuses('invitation-not-pending', { current: 'Accepted' }, 409));

  test('is refused for an unknown invitation', () =>
    given(...acmeAtWork)
      .asking(asOtto)
      .when({ invitationId })
      .refuses('invitation-not-found', {}, 404));
});

describe('accepting an invitation', () => {
  const { given } = scenario(acceptInvitation);

  test('makes the caller a member with that role', () => {
    const member = given(...acmeAtWork, invited({ role: 'officer' }))
      .as(asAda)
      .when({ invitationId });
    member.emits(...accepted('officer'));
  });

  test('is for the address of the invitation; others get 404', () => {
    given(...acmeAtWork, invited())
      .as(personOf('eve@example.com'))
      .when({ invitationId })
      .refuses('invitation-not-found', {}, 404);
    given(...acmeAtWork, invited())
      .as(asAda)
      .when({ invitationId: newId('another') })
      .refuses('invitation-not-found', {}, 404);
  });

  test('is possible for seven days, to the millisecond', () => {
    given(...acmeAtWork, expired)
      .as(asAda)
      .when({ invitationId })
      .refuses('invitation-expired', {}, 409);
    given(...acmeAtWork, invited({ expiresAt: '2026-05-04T12:00:00.001Z' }))
      .as(asAda)
      .when({ invitationId })
      .emits(...accepted('agent', '2026-05-18T12:00:00.001Z'));
  });

  test('is possible once', () => {
    for (const [current, over] of [
      ['Accepted', InvitationAccepted({ invitationId, userId: ada })],
      ['Declined', InvitationDeclined({ invitationId })],
      ['Cancelled', InvitationCancelled({ invitationId })],
    ] as const)
      given(...acmeAtWork, invited(), over)
        .as(asAda)
        .when({ invitationId })
        .refuses('invitation-not-pending', { current }, 409);
  });

  test('is refused to members and when the organization is full', () => {
    given(...acmeAtWork, joined(ada, 'auditor'), invited())
      .as(asAda)
      .when({ invitationId })
      .refuses('already-member', {}, 409);
    given(...acmeAtWork, ...Array.from({ length: 96 }, (_, i) => joined(newId(`member ${i}`), 'agent')), invited())
      .as(asAda)
      .when({ invitationId })
      .refuses('too-many-members', { most: 100 }, 409);
  });
});

describe('declining an invitation', () => {
  const { given } = scenario(declineInvitation);

  test('is for the address of the invitation', () => {
    const no = given(...acmeAtWork, invited())
      .as(asAda)
      .when({ invitationId });
    no.emits(InvitationDeclined({ invitationId }), kept(invitationId));
    given(...acmeAtWork, invited())
      .as(personOf('eve@example.com'))
      .when({ invitationId })
      .refuses('invitation-not-found', {}, 404);
  });

  test('is possible once, and in time', () => {
    given(...acmeAtWork, invited(), InvitationDeclined({ invitationId }))
      .as(asAda)
      .when({ invitationId })
      .refuses('invitation-not-pending', { current: 'Declined' }, 409);
    given(...acmeAtWork, expired)
      .as(asAda)
      .when({ invitationId })
      .refuses('invitation-expired', {}, 409);
  });
});

describe.each([
  ['accepting', acceptInvitation],
  ['declining', declineInvitation],
] as const)('%s an invitation', (_, answer) => {
  const { given } = scenario(answer as typeof acceptInvitation);

  test('needs a verified address; without one the refusal does not reveal whether the organization exists', () => {
    const unproved = personOf(email, { emailVerified: false });
    for (const history of [[...acmeAtWork, invited()], []])
      given(...history)
        .as(unproved)
        .when({ invitationId })
        .refuses('email-not-verified', {}, 403);
    given().as(asAda).when({ invitationId }).refuses('organization-not-found', {}, 404);
  });
});

describe('deleting an invitation', () => {
  const { given } = scenario(lapseInvitation);

  test('is done seven days after its expiry, whatever its status', () => {
    const old = invited({ expiresAt: aWeekAgo });
    for (const history of [[old], [old, InvitationAccepted({ invitationId, userId: ada })]]) {
      const gone = given(...acmeAtWork, ...history).when({ invitationId });
      gone.emits(InvitationLapsed({ invitationId }), deleteRecord(invitations, invitationId));
    }
  });

  test('is not done before', () =>
    given(...acmeAtWork, invited({ expiresAt: '2026-04-27T12:00:00.001Z' }))
      .when({ invitationId })
      .emitsNothing());

  test('is done once, and deletes a leftover record', () => {
    const again = given(...acmeAtWork, invited({ expiresAt: aWeekAgo }), InvitationLapsed({ invitationId })).when({
      invitationId,
    });
    again.emits(deleteRecord(invitations, invitationId));
  });
});
