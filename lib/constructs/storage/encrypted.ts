import type { IKey } from 'aws-cdk-lib/aws-kms';
import { QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';

/** Encryption of a queue: at rest, with the stage's own key if it has one, and in transit. */
export const encrypted = (key: IKey | undefined): QueueProps => ({
  ...(key
    ? { encryption: QueueEncryption.KMS, encryptionMasterKey: key }
    : { encryption: QueueEncryption.SQS_MANAGED }),
  enforceSSL: true,
});
