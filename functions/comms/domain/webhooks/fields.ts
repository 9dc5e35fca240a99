import { clearableText, id, optionalText, z } from '@waybill/kernel';

export const webhookId = () => id().describe('The webhook.');
export const description = () => optionalText(200).describe('What it is for.');
export const clearableDescription = () => clearableText(200).optional().describe('What it is for; `null` removes it.');

/** The response to the creation or the rotation of a secret. */
export const issuedSecret = {
  webhookId: z.uuid().describe('The webhook.'),
  version: z.int().describe('Its version after this.'),
  secret: z
    .string()
    .optional()
    .describe('The signing secret, `whsec_…`. It is shown once: absent when the request is repeated.'),
};
