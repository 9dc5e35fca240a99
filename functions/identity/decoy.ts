import { newSecret, type Unit } from '@waybill/auth';
import type { Platform } from '@waybill/kernel';
import { post } from './mail.ts';

/** What is written for an address that is nobody's, so that it takes as long as for somebody's: a mail that is not sent. */
export const decoy = (unit: Unit, platform: Pick<Platform, 'development'>): Promise<void> =>
  post(unit, { purpose: 'decoy', to: '', name: '', token: newSecret(18) }, platform);
