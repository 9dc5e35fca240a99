import { putRecord } from '@waybill/kernel';
import { type Session, sessions } from '../models.ts';

/** The session as it works for that organisation, and looks at no other. */
export const workingFor = (session: Session, organizationId: string): Session => ({
  ...session,
  activeOrganizationId: organizationId,
  emulatedOrganizationId: null,
});

export const worksFor = ({ activeOrganizationId, emulatedOrganizationId }: Session, organizationId: string): boolean =>
  activeOrganizationId === organizationId && !emulatedOrganizationId;

/** Makes the session of somebody who has joined an organisation work for it. It looks at no other: else joining is refused. */
export const activation = (session: Session, organizationId: string) =>
  worksFor(session, organizationId)
    ? []
    : [putRecord(sessions, session.id, workingFor(session, organizationId), session.expiresAt)];
