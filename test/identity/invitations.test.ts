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
} from '#events/identity';
import { cancelInvitation } from '#functions/identity/commands/cancel-invitation';
import { joinByInvitation } from '#functions/identity/commands/join-by-invitation';
import { lapseInvitation } from '#functions/identity/commands/lapse-invitation';
import { resendInvitation } from '#functions/identity/commands/resend-invitation';
import { sendInvitation } from '#functions/identity/commands/send-invitation';
import { turnDownInvitation } from '#functions/identity/commands/turn-down-invitation';
import { invitations } from '#functions/identity/invitations';
import { membershipId, memberships } from '#functions/identity/memberships';
import { acmeAtWork, agnes, asAgnes, asOlga, asOtto, invitationId, invited, joined, otto } from './organizations.ts';

const ada = newId('ada');
const email = 'ada@example.com';
const sevenDaysOn = '2026-05-11T12:00:00.000Z';
/** It is remembered for two weeks after it could last be answered. */
const forgotten = '2026-05-25T12:00:00.000Z';
const yesterday = '2026-05-03T12:00:00.000Z';
const aWeekAgo = '2026-04-27T12:00:00.000Z';
const expired = invited({ expiresAt: now });
const itsOwnId = newId(`${itsId} invitation`);

describe('asking somebody to join', () => {
  const { given } = scenario(sendInvitation);
  const atWork = given(...acmeAtWork);

  test('gives them seven days, and keeps where they are asked to', () => {
    const sent = atWork.asking(asOtto).when({ email: ' Ada@Example.COM ', role: 'agent', name: ' Ada ' });
    sent.emits(InvitationSent({ invitationId: itsOwnId, email, name: 'Ada', role: 'agent', expiresAt: sevenDaysOn }));
    sent.intends(putRecord(invitations, itsOwnId, { organizationId: itsId, email }, forgotten));
  });

  test.each<[typeof asOlga | typeof asOtto, MemberRole[]]>([
    [asOlga, ['officer', 'agent', 'auditor']],
    [asOtto, ['agent', 'auditor']],
  ])('gives roles below one’s own only: $0.role', (who, may) => {
    for (const role of ['owner', 'officer', 'agent', 'auditor'] as const) {
      const asked = atWork.asking(who).when({ email, role });
      if (may.includes(role))
        asked.emits(InvitationSent({ invitationId: itsOwnId, email, role, expiresAt: sevenDaysOn }));
      else asked.refuses('role-not-yours-to-give', { role: who.role }, 403);
    }
  });

  test('goes by what one is now', () => {
    given(...acmeAtWork, MemberRemoved({ userId: otto, why: 'removed' }))
      .asking(asOtto)
      .when({ email, role: 'agent' })
      .refuses('not-a-member', {}, 403);
    atWork
      .asking({ ...asAgnes, role: 'officer' })
      .when({ email, role: 'auditor' })
      .refuses('role-too-low', { role: 'agent', least: 'officer' }, 403);
  });

  test('is done once while there is no answer', () => {
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
        .emits(InvitationSent({ invitationId: itsOwnId, email, role: 'agent', expiresAt: sevenDaysOn }));
  });

  test('is not for members', () =>
    atWork
      .asking(asOtto)
      .when({ email: 'agnes@example.com', role: 'auditor', userId: agnes })
      .refuses('already-member', {}, 409));

  test('is for somebody who is known elsewhere, or was a member once', () => {
    atWork
      .asking(asOtto)
      .when({ email, role: 'agent', userId: ada })
      .emits(InvitationSent({ invitationId: itsOwnId, email, role: 'agent', expiresAt: sevenDaysOn }));
    given(...acmeAtWork, MemberRemoved({ userId: agnes, why: 'left' }))
      .asking(asOtto)
      .when({ email, role: 'agent', userId: agnes })
      .emits(InvitationSent({ invitationId: itsOwnId, email, role: 'agent', expiresAt: sevenDaysOn }));
  });

  const many = (count: number, more = {}) =>
    Array.from({ length: count }, (_, i) =>
      invited({ invitationId: newId(`${i}`), email: `${i}@example.com`, ...more }),
    );

  test('stops at a hundred without an answer; those whose time is up do not count', () => {
    given(...acmeAtWork, ...many(100))
      .asking(asOtto)
      .when({ email, role: 'agent' })
      .refuses('too-many-invitations', { most: 100 }, 409);
    given(...acmeAtWork, ...many(99), ...many(100, { expiresAt: yesterday }).slice(99))
      .asking(asOtto)
      .when({ email, role: 'agent' })
      .emits(InvitationSent({ invitationId: itsOwnId, email, role: 'agent', expiresAt: sevenDaysOn }));
  });

  test('stops at a hundred members', () =>
    given(...acmeAtWork, ...Array.from({ length: 96 }, (_, i) => joined(newId(`member ${i}`), 'agent')))
      .asking(asOtto)
      .when({ email, role: 'agent' })
      .refuses('too-many-members', { most: 100 }, 409));

  test.each(['ada', 'ada@example', 'a b@example.com', '@example.com', ''])(
    'needs an address, and “%s” is none',
    (given) =>
      expect(
        sendInvitation.definition.input.safeParse({ organizationId: itsId, email: given, role: 'agent' }).success,
      ).toBe(false),
  );
});

describe('sending an invitation once more', () => {
  const { given } = scenario(resendInvitation);

  test('gives another seven days, also when its time was up', () => {
    for (const before of [invited({ expiresAt: '2026-05-05T00:00:00.000Z' }), expired]) {
      const again = given(...acmeAtWork, before)
        .asking(asOtto)
        .when({ invitationId });
      again.emits(InvitationResent({ invitationId, expiresAt: sevenDaysOn }));
      again.intends(putRecord(invitations, invitationId, { organizationId: itsId, email }, forgotten));
    }
  });

  test('is not for one that was answered or taken back', () => {
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

  test('leaves one for each address', () =>
    given(...acmeAtWork, expired, invited({ invitationId: newId('another') }))
      .asking(asOtto)
      .when({ invitationId })
      .refuses('invitation-pending', {}, 409));

  test('is for those who may give that role', () =>
    given(...acmeAtWork, invited({ role: 'officer' }))
      .asking(asOtto)
      .when({ invitationId })
      .refuses('role-not-yours-to-give', { role: 'officer' }, 403));

  test('needs an invitation', () =>
    given(...acmeAtWork)
      .asking(asOtto)
      .when({ invitationId })
      .refuses('invitation-not-found', {}, 404));
});

describe('taking an invitation back', () => {
  const { given } = scenario(cancelInvitation);

  test('is for officers, and nobody finds it by its address any more', () => {
    const back = given(...acmeAtWork, invited())
      .asking(asOtto)
      .when({ invitationId });
    back.emits(InvitationCancelled({ invitationId }));
    back.intends(putRecord(invitations, invitationId, { organizationId: itsId }, forgotten));
    given(...acmeAtWork, invited())
      .asking(asAgnes)
      .when({ invitationId })
      .refuses('role-too-low', {}, 403);
  });

  test('says nothing the second time', () =>
    given(...acmeAtWork, invited(), InvitationCancelled({ invitationId }))
      .asking(asOtto)
      .when({ invitationId })
      .emitsNothing());

  test('comes too late for one that was answered', () =>
    given(...acmeAtWork, invited(), InvitationAccepted({ invitationId, userId: ada }))
      .asking(asOtto)
      .when({ invitationId })
      .refuses('invitation-not-pending', { current: 'Accepted' }, 409));

  test('needs an invitation', () =>
    given(...acmeAtWork)
      .asking(asOtto)
      .when({ invitationId })
      .refuses('invitation-not-found', {}, 404));
});

describe('joining by an invitation', () => {
  const { given } = scenario(joinByInvitation);
  const asAda = { userId: ada, role: 'auditor' } as const;

  test('makes one a member with that role', () => {
    const member = given(...acmeAtWork, invited({ role: 'officer' }))
      .asking(asAda)
      .when({ invitationId, email });
    member.emits(
      InvitationAccepted({ invitationId, userId: ada }),
      MemberJoined({ userId: ada, role: 'officer', invitationId }),
    );
    member.intends(
      putRecord(memberships, membershipId({ userId: ada, organizationId: itsId }), {
        userId: ada,
        organizationId: itsId,
      }),
      putRecord(invitations, invitationId, { organizationId: itsId }, forgotten),
    );
  });

  test('is for whom it was sent to: to others it is not there', () => {
    given(...acmeAtWork, invited())
      .asking(asAda)
      .when({ invitationId, email: 'eve@example.com' })
      .refuses('invitation-not-found', {}, 404);
    given(...acmeAtWork, invited())
      .asking(asAda)
      .when({ invitationId: newId('another'), email })
      .refuses('invitation-not-found', {}, 404);
  });

  test('can be done for seven days, to the millisecond', () => {
    given(...acmeAtWork, expired)
      .asking(asAda)
      .when({ invitationId, email })
      .refuses('invitation-expired', {}, 409);
    given(...acmeAtWork, invited({ expiresAt: '2026-05-04T12:00:00.001Z' }))
      .asking(asAda)
      .when({ invitationId, email })
      .emits(
        InvitationAccepted({ invitationId, userId: ada }),
        MemberJoined({ userId: ada, role: 'agent', invitationId }),
      );
  });

  test('can be done once', () => {
    for (const [current, over] of [
      ['Accepted', InvitationAccepted({ invitationId, userId: ada })],
      ['Declined', InvitationDeclined({ invitationId })],
      ['Cancelled', InvitationCancelled({ invitationId })],
    ] as const)
      given(...acmeAtWork, invited(), over)
        .asking(asAda)
        .when({ invitationId, email })
        .refuses('invitation-not-pending', { current }, 409);
  });

  test('is not for members, nor for a full house', () => {
    given(...acmeAtWork, joined(ada, 'auditor'), invited())
      .asking(asAda)
      .when({ invitationId, email })
      .refuses('already-member', {}, 409);
    given(...acmeAtWork, ...Array.from({ length: 96 }, (_, i) => joined(newId(`member ${i}`), 'agent')), invited())
      .asking(asAda)
      .when({ invitationId, email })
      .refuses('too-many-members', { most: 100 }, 409);
  });
});

describe('turning an invitation down', () => {
  const { given } = scenario(turnDownInvitation);

  test('is for whom it was sent to', () => {
    const no = given(...acmeAtWork, invited()).when({ invitationId, email });
    no.emits(InvitationDeclined({ invitationId }));
    no.intends(putRecord(invitations, invitationId, { organizationId: itsId }, forgotten));
    given(...acmeAtWork, invited())
      .when({ invitationId, email: 'eve@example.com' })
      .refuses('invitation-not-found', {}, 404);
  });

  test('can be done once, and in time', () => {
    given(...acmeAtWork, invited(), InvitationDeclined({ invitationId }))
      .when({ invitationId, email })
      .refuses('invitation-not-pending', { current: 'Declined' }, 409);
    given(...acmeAtWork, expired)
      .when({ invitationId, email })
      .refuses('invitation-expired', {}, 409);
  });
});

describe('forgetting an invitation', () => {
  const { given } = scenario(lapseInvitation);

  test('is done seven days after its time, whatever became of it', () => {
    const old = invited({ expiresAt: aWeekAgo });
    for (const history of [[old], [old, InvitationAccepted({ invitationId, userId: ada })]]) {
      const gone = given(...acmeAtWork, ...history).when({ invitationId });
      gone.emits(InvitationLapsed({ invitationId }));
      gone.intends(deleteRecord(invitations, invitationId));
    }
  });

  test('is not done before', () =>
    given(...acmeAtWork, invited({ expiresAt: '2026-04-27T12:00:00.001Z' }))
      .when({ invitationId })
      .emitsNothing());

  test('is done once, and takes a record along that is still there', () => {
    const again = given(...acmeAtWork, invited({ expiresAt: aWeekAgo }), InvitationLapsed({ invitationId })).when({
      invitationId,
    });
    again.emits();
    again.intends(deleteRecord(invitations, invitationId));
  });
});
