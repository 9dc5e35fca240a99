import { service } from '@waybill/kernel';
import type { SESv2ClientConfig } from './ses-client.ts';

/** Amazon SES, for functions that declare that they use it. */
export const sesService = service('ses', async (options: SESv2ClientConfig) => {
  const { SESv2Client } = await import('./ses-client.ts');
  return new SESv2Client(options);
});
