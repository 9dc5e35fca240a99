import type { SigningKey } from '@waybill/auth/library';
import type { Platform } from '@waybill/kernel';
import { keyRing, ringId } from '#functions/identity/domain/tokens/key-ring';

/** The signing keys of a stage, as the table has them. */
export const signingKeys = async ({ records }: Platform): Promise<readonly SigningKey[]> =>
  (await records.get(keyRing, ringId))?.data.keys ?? [];
