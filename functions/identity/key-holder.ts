import type { Caller } from '@waybill/kernel';

/** Who somebody is that asks with a key. */
export const keyHolder = (apiKeyId: string): string => `key:${apiKeyId}`;

export const isKeyHolder = ({ userId }: Pick<Caller, 'userId'>): boolean => userId.startsWith('key:');
