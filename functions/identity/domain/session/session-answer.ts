import type { Session } from '@waybill/auth';
import { z } from '@waybill/kernel';

export const SessionAnswer = z
  .object({
    sessionId: z.string().describe('The session.'),
    current: z.boolean().describe('Whether it is the session of this request.'),
    createdAt: z.iso.datetime().describe('When it began.'),
    lastUsedAt: z.iso.datetime().describe('When it was used last, to the day.'),
    expiresAt: z.iso.datetime().describe('When it ends, unless it is used before.'),
    ip: z.string().optional().describe('The address that it began from.'),
    device: z.string().optional().describe('The `User-Agent` that it began with.'),
    activeOrganizationId: z.string().nullable().describe('Its active organization.'),
    emulatedOrganizationId: z.string().nullable().describe('The organization that it emulates.'),
    impersonatedBy: z.string().nullable().describe('Who acts as the user in it.'),
  })
  .meta({ id: 'Session', description: 'A session of the user.' });

/** A session as its user sees it, without its token, which is shown only when it begins. */
export const sessionAnswer = (session: Session, current: Session) => ({
  sessionId: session.id,
  current: session.id === current.id,
  createdAt: session.createdAt,
  lastUsedAt: session.updatedAt,
  expiresAt: session.expiresAt,
  ip: session.ipAddress || undefined,
  device: session.userAgent || undefined,
  activeOrganizationId: session.activeOrganizationId ?? null,
  emulatedOrganizationId: session.emulatedOrganizationId ?? null,
  impersonatedBy: session.impersonatedBy ?? null,
});
