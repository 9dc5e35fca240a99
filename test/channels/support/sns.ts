import { createSign } from 'node:crypto';
import { generate } from 'selfsigned';

export const topicArn = 'arn:aws:sns:eu-central-1:123456789012:waybill-mails';
export const certificateUrl = 'https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0a1b2c.pem';

/** A key with a certificate, as SNS has one. */
export const aSigner = async (changes: { readonly notBefore?: Date; readonly notAfter?: Date } = {}) => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'sns.amazonaws.com' }], {
    notBeforeDate: new Date('2026-01-01T00:00:00Z'),
    notAfterDate: new Date('2027-01-01T00:00:00Z'),
    ...(changes.notBefore && { notBeforeDate: changes.notBefore }),
    ...(changes.notAfter && { notAfterDate: changes.notAfter }),
  });
  return { key, cert };
};

const signedNames = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
};

/** A message as SNS posts it, signed with this key. */
export const anSnsMessage = (
  key: string,
  changes: Readonly<Record<string, string>> = {},
  type: keyof typeof signedNames = 'Notification',
): Record<string, string> => {
  const fields: Record<string, string> = {
    Type: type,
    MessageId: 'm-1',
    TopicArn: topicArn,
    Message: '{"eventType":"Open"}',
    Timestamp: '2026-05-04T10:00:00.000Z',
    SignatureVersion: '2',
    SigningCertURL: certificateUrl,
    ...(type === 'SubscriptionConfirmation' && {
      Token: 't',
      SubscribeURL: 'https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=t',
    }),
    ...changes,
  };
  const text = signedNames[type]
    .map((name) => (fields[name] === undefined ? '' : `${name}\n${fields[name]}\n`))
    .join('');
  const algorithm = fields.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
  return { ...fields, Signature: createSign(algorithm).update(text).sign(key, 'base64') };
};
