import { subscriberIn } from '@waybill/channels';
import { endpoint, languageHeaders, negotiate, z } from '@waybill/kernel';
import { contact } from '../../domain/recipient/contact.ts';
import { preferences } from '../../domain/recipient/preferences.ts';
import { switchOffEmail } from '../../domain/recipient/switch-off-email.ts';
import { unsubscribeInput, unsubscribeLimits, unsubscribeLinkNotValid } from '../../domain/unsubscribe/fields.ts';
import { unsubscribeKey } from '../../domain/unsubscribe/unsubscribe-key.ts';

export const unsubscribe = endpoint({
  summary: 'Unsubscribe from e-mails',
  description:
    'What mail programs call when their user unsubscribes with one click (RFC 8058), and the button of the page. Switches off the channel `email` in the notification preferences of the recipient: a contact in its organization, a user in all. The other preferences stay. To repeat the request changes nothing.',
  route: 'POST /unsubscribe/{token}',
  role: 'anyone',
  rawBody: 'application/x-www-form-urlencoded',
  // A mail service calls it for all of its users, from few addresses.
  limited: 'own',
  limits: unsubscribeLimits,
  input: z.strictObject({ ...unsubscribeInput, body: z.string().describe('Ignored: the token says everything.') }),
  mediaType: 'text/html',
  output: z.string().describe('A page in the language of the browser.'),
  reads: { unsubscribeKey, contact },
  writes: { preferences },
  refuses: [unsubscribeLinkNotValid],

  answer: async ({ token }, { unsubscribeKey, contact, preferences }, { header }) => {
    const who = subscriberIn(token, await unsubscribeKey());
    if (!who) return unsubscribeLinkNotValid();
    const { of, organizationId: org, id } = who;
    await switchOffEmail(of === 'user' ? { userId: id } : { contactId: id }, org, { contact, preferences });
    const { unsubscribePage } = await import('@waybill/channels/rendering');
    const locale = negotiate(header);
    return { body: unsubscribePage('done', locale), headers: languageHeaders({ locale }) };
  },
});
