import { awsFailure } from '../aws-failure.ts';
import { digest } from '../digest.ts';
import { refused, type SendResult, sent, unavailable } from '../send-result.ts';
import type { EmailConfig } from './email-config.ts';
import { encodedMailbox, mailbox } from './mailbox.ts';
import type { EmailChannel } from './outgoing-email.ts';
import { type SESv2Client, SendEmailCommand } from './ses-client.ts';

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });

/** Amazon SES, API version 2. It knows no idempotency keys: the tag `waybill` only shows repetitions. */
export const ses = (config: Extract<EmailConfig, { provider: 'ses' }>, client: SESv2Client): EmailChannel => {
  const sender = encodedMailbox(mailbox(config.from)!);
  return async ({ to, subject, html, text, headers = {}, idempotencyKey }) => {
    const command = new SendEmailCommand({
      FromEmailAddress: sender,
      Destination: { ToAddresses: [to] },
      Content: {
        Simple: {
          Subject: utf8(subject),
          Body: { Html: utf8(html), Text: utf8(text) },
          Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
        },
      },
      EmailTags: [{ Name: 'waybill', Value: digest(idempotencyKey) }],
      ...(config.configurationSet && { ConfigurationSetName: config.configurationSet }),
    });
    try {
      const { MessageId } = await client.send(command);
      return MessageId ? sent(MessageId) : unavailable('SES gave no message id.');
    } catch (error) {
      return awsFailure('SES', error) ?? refusal(error as Error);
    }
  };
};

const refusal = ({ name, message }: Error): SendResult => {
  // In the sandbox this may also be the recipient; either is for an operator.
  if (/not verified/i.test(message))
    return unavailable(`SES has not verified the sender, or is in its sandbox (${name}).`);
  if (name === 'MessageRejected') return refused('content', `SES refused the message (${name}).`);
  if (name === 'BadRequestException') {
    const of = /address|domain|destination/i.test(message) ? 'address' : 'content';
    return refused(of, `SES refused the ${of} (${name}).`);
  }
  return unavailable(`SES refused the account, the sender or the configuration set (${name}).`);
};
