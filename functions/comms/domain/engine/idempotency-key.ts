import { digest } from '@waybill/kernel';
import { recordId } from '../content.ts';
import type { Attempting } from './claim.ts';

/** What providers recognize a message by: the same for each attempt, different for each channel of a notification. */
export const idempotencyKey = (org: string, { notificationId, channel }: Attempting): string =>
  digest(`${recordId(org, notificationId)} ${channel}`);
