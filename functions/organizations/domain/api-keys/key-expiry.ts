import { deleteRecord, putRecord, recordStore } from '@waybill/kernel';

const dayMs = 86_400_000;
const daysAfter = (moment: string, days: number) => new Date(Date.parse(moment) + days * dayMs).toISOString();

/** The maximum and default term of a key: a year. */
export const aYearAfter = (moment: string): string => {
  const date = new Date(moment);
  date.setUTCFullYear(date.getUTCFullYear() + 1);
  return date.toISOString();
};

interface Issued {
  readonly issuedAt: string;
  readonly expiresAt?: string | undefined;
}

/** When a key expires that is rotated now: after its original term, or a year for keys without one. */
export const renewed = ({ issuedAt, expiresAt }: Issued, now: string): string => {
  const latest = aYearAfter(now);
  if (expiresAt === undefined) return latest;
  const after = new Date(Date.parse(now) + Date.parse(expiresAt) - Date.parse(issuedAt)).toISOString();
  return after < latest ? after : latest;
};

/** The owners are warned so many days before a key expires. */
const warnedDays = [30, 7] as const;

const warningsFor = ({ issuedAt, expiresAt }: Issued) =>
  warnedDays
    .map((days) => ({ days, at: expiresAt === undefined ? '' : daysAfter(expiresAt, -days) }))
    // A key for a week needs no warning a month before.
    .filter(({ at }) => at > issuedAt);

/** The warning that is due now and has not been given: the latest, if the job did not run for a while. */
export const dueWarning = (key: Issued & { readonly warned?: number | undefined }, now: string): number | undefined => {
  const due = warningsFor(key).findLast(({ at }) => at <= now)?.days;
  return due !== undefined && (key.warned === undefined || due < key.warned) ? due : undefined;
};

/** Keys of whose expiry the owners must still be warned, found by the time of the next warning. */
export const keyExpiries = recordStore<{ readonly organizationId: string }>('organizations', 'api-key-expiry');

/** How late, in days, the job may be. After that DynamoDB deletes the records. */
const daysOfDelay = 60;
/** Records of keys whose warning is due by now expire before this. */
export const warningsDueBefore = (now: string): string => daysAfter(now, daysOfDelay);

/** Keeps the record of a key until its next warning after `now`; without one the record is dropped. */
export const keepExpiry = (apiKeyId: string, organizationId: string, key: Issued, now: string) => {
  const next = warningsFor(key).find(({ at }) => at > now);
  if (!next) return deleteRecord(keyExpiries, apiKeyId);
  return putRecord(keyExpiries, apiKeyId, { organizationId }, daysAfter(next.at, daysOfDelay));
};
