import type { Session } from '@waybill/auth';
import { z } from '@waybill/kernel';

export const SessionAnswer = z.object({
  sessionId: z.string(),
  current: z.boolean(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  ip: z.string().optional(),
  device: z.string().optional(),
  activeOrganizationId: z.string().nullable(),
  emulatedOrganizationId: z.string().nullable(),
  impersonatedBy: z.string().nullable(),
});

/** A session as its person sees it; what opens it is shown once, when it begins. */
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
