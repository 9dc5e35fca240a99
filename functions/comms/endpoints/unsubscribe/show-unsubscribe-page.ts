import { subscriberIn } from '@waybill/channels';
import { endpoint, languageHeaders, negotiate, z } from '@waybill/kernel';
import { unsubscribeInput, unsubscribeLimits, unsubscribeLinkNotValid } from '../../domain/unsubscribe/fields.ts';
import { unsubscribeKey } from '../../domain/unsubscribe/unsubscribe-key.ts';

export const showUnsubscribePage = endpoint({
  summary: 'Show the page to unsubscribe',
  description:
    'The link at the end of notifications by e-mail. Changes nothing: the page has a button that sends `POST` to the same URL.',
  route: 'GET /unsubscribe/{token}',
  role: 'anyone',
  limits: unsubscribeLimits,
  input: z.strictObject(unsubscribeInput),
  mediaType: 'text/html',
  output: z.string().describe('A page in the language of the browser.'),
  reads: { unsubscribeKey },
  refuses: [unsubscribeLinkNotValid],

  answer: async ({ token }, { unsubscribeKey }, { header }) => {
    if (!subscriberIn(token, await unsubscribeKey())) return unsubscribeLinkNotValid();
    const { unsubscribePage } = await import('@waybill/channels/rendering');
    const locale = negotiate(header);
    return { body: unsubscribePage('asking', locale), headers: languageHeaders({ locale }) };
  },
});
