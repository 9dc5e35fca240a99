import { claims } from '@waybill/kernel';

interface ExternalKey {
  readonly contextKey: string;
  readonly relatedEntityId: string;
}

/** External keys of contacts: unique in the organization. */
export const externalKeys = claims('geo', 'external-key');

/** An id has a fixed length, so that no two keys have the same text. */
export const keyText = ({ contextKey, relatedEntityId }: ExternalKey): string => `${contextKey}#${relatedEntityId}`;
