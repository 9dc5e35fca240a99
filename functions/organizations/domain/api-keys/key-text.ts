/** The parts of a key's text: its id, its organization, and its secret. */
export interface KeyText {
  readonly apiKeyId: string;
  readonly orgId: string;
  readonly secret: string;
}

const shape = /^wb_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{1,64})\.([\w-]{43})$/;
/** The maximum length of `wb_`, an id, an organization and a secret, with two dots. */
const longest = 3 + 36 + 1 + 64 + 1 + 43;

export const keyText = ({ apiKeyId, orgId, secret }: KeyText): string => `wb_${apiKeyId}.${orgId}.${secret}`;

/** The parts of a key; `undefined` for text that is no key. */
export const readKey = (text: string): KeyText | undefined => {
  const [, apiKeyId, orgId, secret] = (text.length <= longest && shape.exec(text)) || [];
  return apiKeyId && orgId && secret ? { apiKeyId, orgId, secret } : undefined;
};

/** The part of a key that is shown in lists and mails. */
export const visiblePrefix = (apiKeyId: string): string => `wb_${apiKeyId.slice(0, 8)}`;
