import { z } from '@waybill/kernel';

/** A password as it is typed. Its strength is checked where it is chosen. */
export const password = () =>
  z
    .string()
    .min(1, 'must not be empty')
    .refine((value) => value.trim() !== '', 'must not be blank')
    .refine((value) => !/\p{Cc}/u.test(value), 'must not contain control characters')
    .max(128, 'must have at most 128 characters')
    .refine((value) => value.isWellFormed(), 'must be well-formed text')
    .meta({ pattern: '^(?!\\s*$)[^\\u0000-\\u001f\\u007f-\\u009f]+$' });

/** A new password. `mustBeGood` refuses more than the API description can express. */
export const newPassword = () => {
  const schema = password();
  const description = 'The new password: 12 characters at least, none that is common or known from a leak.';
  return schema.meta({ ...schema.meta(), minLength: 12, description });
};

/** 3 to 30 letters, digits, `_` and `.`. Capitals are shown, but ignored in comparisons. */
export const username = () =>
  z
    .string()
    .regex(/^[A-Za-z0-9_.]{3,30}$/, 'must have 3 to 30 letters, digits, dots and underscores')
    .describe('The unique name to sign in with. Capitals are shown, but ignored in comparisons.');

/** A language tag: `en-US`. */
export const locale = () =>
  z
    .string()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, 'must be a language like en or en-US')
    .describe('A language, as in `en` or `en-US`.');

/** A token from a mailed link or an earlier answer. Without `;` and `,`, because some become the value of a cookie. */
export const token = () =>
  z
    .string()
    .regex(/^[\w.~%+/=:-]{1,2048}$/, 'must be as we gave it')
    .describe('The `token` in the link that was mailed.');

/** The token of a known device, for clients that keep no cookies. */
export const device = () =>
  z
    .string()
    .regex(/^[\w-]{1,64}$/, 'must be as we gave it')
    .optional()
    .describe('The `device` of the last sign-in on this device, for clients that keep no cookies.');

/** A code of an authenticator. */
export const totpCode = () =>
  z
    .string()
    .regex(/^\d{6}$/, 'must have six digits')
    .optional()
    .describe('The current code of the authenticator. Send either this or a backup code.');
export const backupCode = () =>
  z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/, 'must be one of the codes')
    .optional()
    .describe('One of the backup codes, which is then used up. Send either this or a code.');

export const backupCodes = () =>
  z.array(z.string()).describe('Codes that replace the authenticator, each once. They are shown only here.');

/** The token of a session in a response. */
export const sessionToken = () =>
  z.string().describe('The session, for `Authorization: Bearer` at `/auth` and everywhere that needs a session.');

/** The same, if the session may get a new one. */
export const newToken = () => z.string().optional().describe('The new token of the session, if it got one.');

/** The token of a device in a response. It gives no access. */
export const deviceToken = () =>
  z.string().describe('To be sent as `device` at the next sign-in on this device, by clients that keep no cookies.');

/** Whether a session lasts longer than a day. */
export const rememberMe = () =>
  z
    .boolean()
    .default(true)
    .describe('Whether the session lasts for 7 days from its last use; otherwise it ends after a day.');

interface Codes {
  readonly code?: string | undefined;
  readonly backupCode?: string | undefined;
}
/** Requires exactly one of the two codes of a second factor. For `refine`. */
export const oneCode: [(codes: Codes) => boolean, { path: PropertyKey[]; message: string }] = [
  ({ code, backupCode }) => (code === undefined) !== (backupCode === undefined),
  { path: ['code'], message: 'give either a code or a backup code' },
];

export const UserAnswer = z
  .object({
    userId: z.string().describe('The user.'),
    email: z.string().describe('Their e-mail address.'),
    emailVerified: z.boolean().describe('Whether the address is verified.'),
    name: z.string().describe('Their display name.'),
    username: z.string().describe('Their username, in small letters.'),
    displayUsername: z.string().describe('Their username as they write it.'),
    locale: z.string().describe('Their language, as in `en-US`.'),
    secondFactor: z.boolean().describe('Whether the account has a second factor.'),
    createdAt: z.iso.datetime().describe('When the account was created.'),
  })
  .meta({ id: 'User', description: 'An account, as its owner sees it.' });
