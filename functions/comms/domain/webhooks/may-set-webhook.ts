import { type Authority, type Caller, keyIdOf, mustBe, notAMember, type RefusalOf, roleTooLow } from '@waybill/kernel';
import { webhookByMembersOnly } from './problems.ts';

export const maySetWebhookRefuses = [notAMember, roleTooLow, webhookByMembersOnly] as const;

/** Whoever sets a webhook gets all events. So owners only, and no API key, whose theft would outlast its revocation. */
export const maySetWebhook = (
  organization: Authority | undefined,
  caller: Caller,
): RefusalOf<typeof maySetWebhookRefuses> | undefined =>
  mustBe('owner', organization, caller) ?? (keyIdOf(caller) === undefined ? undefined : webhookByMembersOnly());
