import { createHmac } from 'node:crypto';
import { resendFeedback, sesFeedback, twilioFeedback } from '@waybill/channels/feedback';
import { newWebhookSecret, signWebhook } from '@waybill/channels/webhooks';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const ada = 'ada@example.com';
const at = '2026-05-04T10:00:00.000Z';

describe('An event of SES', () => {
  const mail = { messageId: 's-1', destination: [ada] };
  const bounce = (bounceType: string) => ({ bounceType, bouncedRecipients: [{ emailAddress: ada, status: '5.1.1' }] });

  it.each([
    [
      { eventType: 'Bounce', bounce: bounce('Permanent') },
      { kind: 'bounced', final: true },
    ],
    [
      { eventType: 'Bounce', bounce: bounce('Transient') },
      { kind: 'bounced', final: false },
    ],
    [
      { notificationType: 'Bounce', bounce: bounce('Undetermined') },
      { kind: 'bounced', final: false },
    ],
    [
      { eventType: 'Complaint', complaint: { complainedRecipients: [{ emailAddress: ada }] } },
      { kind: 'complained', final: true },
    ],
    [
      { eventType: 'Delivery', delivery: { recipients: [ada] } },
      { kind: 'delivered', final: false },
    ],
    [
      { eventType: 'Reject', reject: { reason: 'Bad content' } },
      { kind: 'failed', final: false },
    ],
  ])('%j says what became of the mail', (event, expected) => {
    expect(sesFeedback({ message: JSON.stringify({ ...event, mail }), publishedAt: at })).toEqual([
      { address: ada, providerMessageId: 's-1', reportedAt: at, ...expected },
    ]);
  });

  it('about something else, or of another form, says nothing', () => {
    for (const event of [
      { eventType: 'Open', mail },
      { eventType: 'DeliveryDelay', mail, deliveryDelay: { delayedRecipients: [{ emailAddress: ada }] } },
      { eventType: 'Bounce', mail },
      { eventType: 'Bounce' },
      {},
      [],
      null,
      7,
    ])
      expect(sesFeedback({ message: JSON.stringify(event), publishedAt: at })).toEqual([]);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(sesFeedback({ message: text, publishedAt: at })).toEqual([]);
      }),
    );
  });
});

describe('A webhook of Resend', () => {
  const secret = newWebhookSecret();
  const now = new Date('2026-05-04T10:00:00Z');
  const shown = (event: unknown, { signedWith = secret, at = now, body = JSON.stringify(event) } = {}) => {
    const timestamp = Math.floor(at.getTime() / 1000);
    const signed = signWebhook({ id: 'msg_1', timestamp, body: JSON.stringify(event) }, [signedWith]);
    const header = (name: string) => signed[name.replace('svix-', 'webhook-') as keyof typeof signed];
    return resendFeedback(body, header, [newWebhookSecret(), secret], now);
  };
  const event = (type: string, more: object = {}) => ({
    type,
    created_at: at,
    data: { email_id: 'r-1', to: [ada], ...more },
  });

  it.each([
    [event('email.bounced', { bounce: { type: 'Permanent' } }), { kind: 'bounced', final: true }],
    [event('email.bounced', { bounce: { type: 'Transient' } }), { kind: 'bounced', final: false }],
    [event('email.complained'), { kind: 'complained', final: true }],
    [event('email.suppressed'), { kind: 'bounced', final: true }],
    [event('email.delivered'), { kind: 'delivered', final: false }],
    [event('email.failed'), { kind: 'failed', final: false }],
  ])('%j says what became of the mail', (body, expected) => {
    expect(shown(body)).toEqual([{ address: ada, providerMessageId: 'r-1', reportedAt: at, ...expected }]);
  });

  it('about something else says nothing', () => {
    for (const other of [event('email.opened'), event('email.delivery_delayed'), event('toString'), {}, null, 'x'])
      expect(shown(other)).toEqual([]);
  });

  it('that is forged, altered or old is not believed', () => {
    const bounced = event('email.bounced');
    expect(shown(bounced, { signedWith: newWebhookSecret() })).toBeUndefined();
    expect(shown(bounced, { body: JSON.stringify(bounced).replace('ada', 'bob') })).toBeUndefined();
    expect(shown(bounced, { at: new Date(now.getTime() - 301_000) })).toBeUndefined();
    expect(resendFeedback(JSON.stringify(bounced), () => undefined, [secret], now)).toBeUndefined();
  });
});

describe('A status callback of Twilio', () => {
  const url = 'https://api.waybill.example/v1/feedback/twilio?x=1';
  const token = 'hush';
  const signatureOf = (form: Readonly<Record<string, string>>, key = token, at = url) => {
    const text = Object.keys(form)
      .sort()
      .map((name) => `${name}${form[name]}`)
      .join('');
    return createHmac('sha1', key)
      .update(at + text)
      .digest('base64');
  };
  const form = { MessageSid: 'SM1', To: '+4366412345678', MessageStatus: 'delivered', AccountSid: 'AC1' };
  const shown = (changes: object = {}) => {
    const sent = { ...form, ...changes };
    return twilioFeedback(url, `${new URLSearchParams(sent)}`, signatureOf(sent), [token]);
  };

  it('has the signature of Twilio’s own example', () => {
    const example = {
      CallSid: 'CA1234567890ABCDE',
      Caller: '+14158675309',
      Digits: '1234',
      From: '+14158675309',
      To: '+18005551212',
    };
    const body = `${new URLSearchParams(example)}`;
    const at = 'https://mycompany.com/myapp.php?foo=1&bar=2';
    expect(twilioFeedback(at, body, 'RSOYDt4T1cUTdK1PDd93/VVr8B8=', ['12345'])).toEqual([]);
    expect(twilioFeedback(at, body, 'RSOYDt4T1cUTdK1PDd93/VVr8C8=', ['12345'])).toBeUndefined();
  });

  it.each([
    [{ MessageStatus: 'delivered' }, { kind: 'delivered', final: false }],
    [
      { MessageStatus: 'undelivered', ErrorCode: '30003' },
      { kind: 'failed', final: false },
    ],
    [
      { MessageStatus: 'undelivered', ErrorCode: '30005' },
      { kind: 'failed', final: true },
    ],
    [
      { MessageStatus: 'failed', ErrorCode: '30006' },
      { kind: 'failed', final: true },
    ],
    [{ MessageStatus: 'failed' }, { kind: 'failed', final: false }],
  ])('%j says what became of the message', (changes, expected) => {
    expect(shown(changes)).toEqual([{ address: form.To, providerMessageId: 'SM1', ...expected }]);
  });

  it('of a state in between, or without a number, says nothing', () => {
    expect([shown({ MessageStatus: 'queued' }), shown({ To: '' }), shown({ MessageStatus: '' })]).toEqual([[], [], []]);
  });

  it('that is forged or altered, or was sent elsewhere, is not believed', () => {
    const body = `${new URLSearchParams(form)}`;
    const good = signatureOf(form);
    expect(twilioFeedback(url, body, good, [token])).toHaveLength(1);
    expect(twilioFeedback(url, body, undefined, [token])).toBeUndefined();
    expect(twilioFeedback(url, body, '', [token])).toBeUndefined();
    expect(twilioFeedback(url, body, signatureOf(form, 'other'), [token])).toBeUndefined();
    expect(twilioFeedback(`${url}&y=1`, body, good, [token])).toBeUndefined();
    expect(twilioFeedback(url, body.replace('delivered', 'failed'), good, [token])).toBeUndefined();
    expect(twilioFeedback(url, `${body}&MessageStatus=failed`, good, [token])).toBeUndefined();
    expect(twilioFeedback(url, `${body}&Extra=1`, good, [token])).toBeUndefined();
  });
});
