import type { SigningKey } from '@waybill/auth/library';
import type { Platform } from '@waybill/kernel';
import { keyRing, ringId } from '#functions/identity/domain/tokens/key-ring';

/** The signing keys of a stage, as stored in the table. */
export const signingKeys = async ({ records }: Platform): Promise<readonly SigningKey[]> =>
  (await records.get(keyRing, ringId))?.data.keys ?? [];
