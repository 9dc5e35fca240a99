/** A key as its holder has it: which one it is, whose, and what only they know. */
export interface KeyText {
  readonly apiKeyId: string;
  readonly orgId: string;
  readonly secret: string;
}

const shape = /^wb_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{1,64})\.([\w-]{43})$/;
/** `wb_`, an id, an organisation and a secret with two dots between them come to no more. */
const longest = 3 + 36 + 1 + 64 + 1 + 43;

export const keyText = ({ apiKeyId, orgId, secret }: KeyText): string => `wb_${apiKeyId}.${orgId}.${secret}`;

/** What a key says; `undefined` where it is none. */
export const readKey = (text: string): KeyText | undefined => {
  const [, apiKeyId, orgId, secret] = (text.length <= longest && shape.exec(text)) || [];
  return apiKeyId && orgId && secret ? { apiKeyId, orgId, secret } : undefined;
};

/** So much of a key may be seen by everybody who may see that it is there. */
export const visiblePrefix = (apiKeyId: string): string => `wb_${apiKeyId.slice(0, 8)}`;
