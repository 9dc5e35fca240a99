import { putRecord, recordStore } from '@waybill/kernel';
import type { Invitation } from '../organization.ts';

/** Finds invitations by address in all organizations, and those that have lapsed. */
export interface KnownInvitation {
  readonly organizationId: string;
  /** Set while the invitation may be answered. If many were cancelled at once, it remains until they are deleted. */
  readonly email?: string | undefined;
}

export const invitations = recordStore<KnownInvitation>('organizations', 'invitation', { indexed: ['email'] });

const day = 86_400_000;
const daysAfter = (moment: string, days: number) => new Date(Date.parse(moment) + days * day).toISOString();

const daysToAnswer = 7;
const daysUntilLapsed = 7;
/** How late, in days, the job may be. After that DynamoDB deletes the records. */
const daysOfDelay = 7;

/** Until when an invitation that is sent now can be answered. */
export const answerableUntil = (now: string): string => daysAfter(now, daysToAnswer);

/** An invitation is removed from the organization seven days after it expired, answered or not. */
export const isLapsed = ({ expiresAt }: Pick<Invitation, 'expiresAt'>, now: string): boolean =>
  daysAfter(expiresAt, daysUntilLapsed) <= now;

/** Records of invitations that have lapsed by now expire before this. */
export const dueBefore = (now: string): string => daysAfter(now, daysOfDelay);

/** Keeps the record of an invitation for as long as the invitation itself, and the possible delay of the job. */
export const keepInvitation = (invitationId: string, expiresAt: string, known: KnownInvitation) =>
  putRecord(invitations, invitationId, known, daysAfter(expiresAt, daysUntilLapsed + daysOfDelay));
