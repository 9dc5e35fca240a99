import { putRecord, recordStore } from '@waybill/kernel';
import type { Invitation } from './organization.ts';

/** Which organisation asked whom: for those who know the address and not the organisation, and for the tidying up. */
export interface KnownInvitation {
  readonly organizationId: string;
  /** Only while it may be answered; where many were cancelled at once, until they are forgotten. */
  readonly email?: string | undefined;
}

export const invitations = recordStore<KnownInvitation>('identity', 'invitation', { indexed: ['email'] });

const day = 86_400_000;
const daysAfter = (moment: string, days: number) => new Date(Date.parse(moment) + days * day).toISOString();

const daysToAnswer = 7;
const daysUntilLapsed = 7;
/** The table throws away what is past its time; the job that has to see it first may be late by so much. */
const daysOfPatience = 7;

/** Until when an invitation that is sent now can be answered. */
export const answerableUntil = (now: string): string => daysAfter(now, daysToAnswer);

/** An invitation is forgotten seven days after it could last be answered, whatever became of it. */
export const isLapsed = ({ expiresAt }: Pick<Invitation, 'expiresAt'>, now: string): boolean =>
  daysAfter(expiresAt, daysUntilLapsed) <= now;

/** Records of invitations that have lapsed by now are `due` before this. */
export const dueBefore = (now: string): string => daysAfter(now, daysOfPatience);

/** Keeps the record of an invitation for as long as the organisation remembers it. */
export const keepInvitation = (invitationId: string, expiresAt: string, known: KnownInvitation) =>
  putRecord(invitations, invitationId, known, daysAfter(expiresAt, daysUntilLapsed + daysOfPatience));
