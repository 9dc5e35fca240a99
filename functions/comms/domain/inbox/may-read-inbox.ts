import { type Authority, type Caller, keyIdOf, mustBe, notAMember, type RefusalOf, roleTooLow } from '@waybill/kernel';
import { memberNotFound } from '../problems.ts';

export const mayReadInboxRefuses = [notAMember, roleTooLow, memberNotFound] as const;

/** Current members have an inbox; API keys have none. */
export const mayReadInbox = (
  organization: Authority | undefined,
  caller: Caller,
): RefusalOf<typeof mayReadInboxRefuses> | undefined =>
  keyIdOf(caller) === undefined ? mustBe('auditor', organization, caller) : memberNotFound();
