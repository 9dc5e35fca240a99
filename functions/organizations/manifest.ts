/** Organizations: their members, invitations and API keys, and the authorizer. One line for each function. */

export { authorizer } from './authorizer.ts';
export { createApiKey } from './commands/api-keys/create-api-key.ts';
export { revokeApiKey } from './commands/api-keys/revoke-api-key.ts';
export { rotateApiKey } from './commands/api-keys/rotate-api-key.ts';
export { changeMemberRole } from './commands/change-member-role.ts';
export { foundOrganization } from './commands/found-organization.ts';
export { acceptInvitation } from './commands/invitations/accept-invitation.ts';
export { cancelInvitation } from './commands/invitations/cancel-invitation.ts';
export { declineInvitation } from './commands/invitations/decline-invitation.ts';
export { inviteMember } from './commands/invitations/invite-member.ts';
export { resendInvitation } from './commands/invitations/resend-invitation.ts';
export { leaveOrganization } from './commands/leave-organization.ts';
export { removeMember } from './commands/remove-member.ts';
export { renameOrganization } from './commands/rename-organization.ts';
export { createOrganization } from './endpoints/create-organization.ts';
export { runLapseInvitations } from './endpoints/jobs/run-lapse-invitations.ts';
export { apiKeyRow } from './projections/api-key-row.ts';
export { getOrganization } from './queries/get-organization.ts';
export { listApiKeys } from './queries/list-api-keys.ts';
export { listInvitations } from './queries/list-invitations.ts';
export { listMembers } from './queries/list-members.ts';
export { listMyInvitations } from './queries/list-my-invitations.ts';
export { listMyOrganizations } from './queries/list-my-organizations.ts';
export { lapseInvitations } from './schedules/lapse-invitations.ts';
export { warnOfExpiringKeys } from './schedules/warn-of-expiring-keys.ts';
