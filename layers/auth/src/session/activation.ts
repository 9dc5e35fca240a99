import { putRecord } from '@waybill/kernel';
import { type Session, sessions } from '../models.ts';

/** The session with that organization as its active one, without emulation. */
export const workingFor = (session: Session, organizationId: string): Session => ({
  ...session,
  activeOrganizationId: organizationId,
  emulatedOrganizationId: null,
});

export const worksFor = ({ activeOrganizationId, emulatedOrganizationId }: Session, organizationId: string): boolean =>
  activeOrganizationId === organizationId && !emulatedOrganizationId;

/**
 * Makes the organization that a user has joined the active one of the session. There is no emulation to end: joining is
 * refused while emulating.
 */
export const activation = (session: Session, organizationId: string) =>
  worksFor(session, organizationId)
    ? []
    : [putRecord(sessions, session.id, workingFor(session, organizationId), session.expiresAt)];
