import type { Texts } from '../texts.ts';

/** British spelling, where the declared sentence has another. */
export const british: Texts = {
  sentences: {
    'The user has no active organization. Create one, accept an invitation or switch to one, and get a new token.':
      'The user has no active organisation. Create one, accept an invitation or switch to one, and get a new token.',
    'The operation needs a higher role in the organization.': 'The operation needs a higher role in the organisation.',
    'Staff that emulates a customer’s organization may read there but not change anything.':
      'Staff that emulates a customer’s organisation may read there but not change anything.',
    'The caller is not a member of the organization (any more), or uses an API key that was revoked.':
      'The caller is not a member of the organisation (any more), or uses an API key that was revoked.',
    'The operation is not allowed for organizations of this type.':
      'The operation is not allowed for organisations of this type.',
    'The session emulates a customer’s organization, which is read-only. End the emulation first.':
      'The session emulates a customer’s organisation, which is read-only. End the emulation first.',
    'The session emulates another organization. Stop that before acting as a user.':
      'The session emulates another organisation. Stop that before acting as a user.',
    'The session emulates an organization already.': 'The session emulates an organisation already.',
    'The session does not emulate an organization.': 'The session does not emulate an organisation.',
    'A member of an organization of type `Admin` cannot be impersonated.':
      'A member of an organisation of type `Admin` cannot be impersonated.',
    'The organization has not consented, or its consent has ended.':
      'The organisation has not consented, or its consent has ended.',
    'The organization has a consent that has not ended.': 'The organisation has a consent that has not ended.',
    'This organization never had a consent.': 'This organisation never had a consent.',
    'There is no organization with this id, or the caller may not see it.':
      'There is no organisation with this id, or the caller may not see it.',
    'There is an organization already.': 'There is an organisation already.',
    'Organizations of this type are created by an owner of an organization of type `Admin`, while it is active in the session.':
      'Organisations of this type are created by an owner of an organisation of type `Admin`, while it is active in the session.',
    'No member of the organization has this user id.': 'No member of the organisation has this user id.',
    'The person is a member of the organization already.': 'The person is a member of the organisation already.',
    'The organization has the maximum number of members.': 'The organisation has the maximum number of members.',
    'The organization would have no owner. Make another member an owner first.':
      'The organisation would have no owner. Make another member an owner first.',
    'The organization has the maximum number of pending invitations. Cancel some first.':
      'The organisation has the maximum number of pending invitations. Cancel some first.',
    'The organization has the maximum number of webhooks. Delete one first.':
      'The organisation has the maximum number of webhooks. Delete one first.',
    'Only an owner of an organization of type `Admin` may create, rotate or revoke a trusted key.':
      'Only an owner of an organisation of type `Admin` may create, rotate or revoke a trusted key.',
  },
};
