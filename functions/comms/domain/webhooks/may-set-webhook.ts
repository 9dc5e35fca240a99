import { type Authority, type Caller, keyIdOf, mustBe, notAMember, type RefusalOf, roleTooLow } from '@waybill/kernel';
import { webhookByMembersOnly } from './problems.ts';

export const maySetWebhookRefuses = [notAMember, roleTooLow, webhookByMembersOnly] as const;

/** A webhook gets all events. So only owners may set one, and no API key: a webhook set with a stolen key would outlast its revocation. */
export const maySetWebhook = (
  organization: Authority | undefined,
  caller: Caller,
): RefusalOf<typeof maySetWebhookRefuses> | undefined =>
  mustBe('owner', organization, caller) ?? (keyIdOf(caller) === undefined ? undefined : webhookByMembersOnly());
