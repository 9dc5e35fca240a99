import { z } from '@waybill/kernel';

const text = z.string().refine((value) => value.length <= 500, 'must have at most 500 characters');
const url = z.url({ protocol: /^https?$/ });
const date = z.iso.datetime({ offset: true });
const window = z.object({ from: date, to: date });
const role = z.enum(['auditor', 'agent', 'officer', 'owner']);
const severity = z.enum(['Low', 'Medium', 'High', 'Critical']);
const incident = z.enum(['Delay', 'Accident', 'Breakdown', 'Weather', 'Theft', 'Address', 'Other']);

const name = text.optional();
const change = z.object({ name, device: text, ip: text.optional(), place: text.optional() });
/** For a customer. The reference is the one that the customer knows. */
const delivery = { name, organization: text, reference: text.optional(), link: url.optional() };

/** What messages are about, and the values that each needs. */
export const purposes = {
  verification: z.object({ name, link: url }),
  'sign-up-again': z.object({ name, link: url }),
  'password-reset': z.object({ name, link: url }),
  'sign-in-link': z.object({ name, link: url }),
  invitation: z.object({ name, organization: text, inviter: text, role, link: url }),
  'password-changed': change,
  'second-factor-enabled': change,
  'second-factor-removed': change,
  'backup-codes-renewed': change,
  'new-device': change,
  'api-key-expiring': z.object({ name, organization: text, apiKey: text, prefix: text, expiresAt: date, link: url }),
  'delivery-picked-up': z.object({ ...delivery, window: window.optional() }),
  'delivery-out-for-delivery': z.object({ ...delivery, window: window.optional() }),
  'delivery-delivered': z.object({ ...delivery, at: date }),
  'delivery-failed': z.object({ ...delivery, reason: text.optional() }),
  'delivery-late': z.object({ ...delivery, window: window.optional() }),
  'incident-reported': z.object({
    ...{ name, organization: text, incident, severity, at: date, link: url.optional() },
    ...{ reference: text.optional(), reason: text.optional() },
  }),
  'webhook-disabled': z.object({
    ...{ name, organization: text, endpoint: text, since: date, reason: text.optional(), link: url.optional() },
  }),
} as const;

export type Purpose = keyof typeof purposes;
export type TemplateValues<P extends Purpose> = z.input<(typeof purposes)[P]>;
export const isPurpose = (text: string): text is Purpose => Object.hasOwn(purposes, text);
