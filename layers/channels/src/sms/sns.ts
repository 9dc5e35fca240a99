import { awsFailure } from '../aws-failure.ts';
import { refused, type SendResult, sent, unavailable } from '../send-result.ts';
import type { SmsChannel } from './outgoing-sms.ts';
import type { SmsConfig } from './sms-config.ts';
import { PublishCommand, type SNSClient } from './sns-client.ts';

const text = (StringValue: string) => ({ DataType: 'String', StringValue });

/** Amazon SNS. It knows no idempotency keys for telephone numbers. */
export const sns =
  (config: Extract<SmsConfig, { provider: 'sns' }>, client: SNSClient): SmsChannel =>
  async (sms) => {
    const command = new PublishCommand({
      PhoneNumber: sms.to,
      Message: sms.text,
      MessageAttributes: {
        'AWS.SNS.SMS.SMSType': text('Transactional'),
        ...(config.senderId && { 'AWS.SNS.SMS.SenderID': text(config.senderId) }),
      },
    });
    try {
      const { MessageId } = await client.send(command);
      return MessageId ? sent(MessageId) : unavailable('SNS gave no message id.');
    } catch (error) {
      return awsFailure('SNS', error) ?? refusal(error as Error);
    }
  };

const refusal = ({ name, message }: Error): SendResult => {
  if (/opted ?out/i.test(`${name} ${message}`)) return refused('address', `The number has opted out (${name}).`);
  if (!/^(InvalidParameter|ValidationException|InvalidParameterValue)/.test(name))
    return unavailable(`SNS refused the request (${name}).`);
  const of = /phone ?number/i.test(message) ? 'address' : 'content';
  return refused(of, `SNS refused the ${of === 'address' ? 'number' : 'text'} (${name}).`);
};
