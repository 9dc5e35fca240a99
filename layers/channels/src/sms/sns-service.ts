import { service } from '@waybill/kernel';
import type { SNSClientConfig } from './sns-client.ts';

/** Amazon SNS, to send SMS, for functions that declare that they use it. */
export const snsService = service('sns', async (options: SNSClientConfig) => {
  const { SNSClient } = await import('./sns-client.ts');
  return new SNSClient(options);
});
