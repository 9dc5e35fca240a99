import { newId } from '@waybill/kernel';
import { betterAuth } from 'better-auth/minimal';
import { bearer, twoFactor, username } from 'better-auth/plugins';
import { singleTable } from './adapter.ts';
import type { User } from './models.ts';

export interface AuthOptions {
  /** Signs cookies and links, and encrypts second factors: 32 random bytes or more. */
  readonly secret: string;
  /** Where people use us, for the library's own links; ours are made by whoever posts them. */
  readonly webUrl: string;
  /** Posts a link that proves an address. */
  readonly verify: (user: User, token: string) => Promise<void>;
  /** Tells somebody that their address was used to sign up once more. */
  readonly again: (user: User) => Promise<void>;
  /** After a password was set anew by a link. */
  readonly afterReset: (user: User) => Promise<void>;
}

const day = 24 * 3600;
export const linksLiveSeconds = 3600;
export const sessionsLiveSeconds = 7 * day;
/** Of a session that is not remembered. */
export const shortSessionsLiveSeconds = day;

/**
 * The library as we use it: its server-side functions, called one at a time within a unit of work. It has no router, no
 * limiter and no log of its own here: the house has those.
 */
export const auth = ({ secret, webUrl, verify, again, afterReset }: AuthOptions) =>
  betterAuth({
    appName: 'Waybill',
    baseURL: webUrl,
    secret,
    database: singleTable,
    emailAndPassword: {
      enabled: true,
      autoSignIn: false,
      requireEmailVerification: true,
      minPasswordLength: 12,
      maxPasswordLength: 128,
      resetPasswordTokenExpiresIn: linksLiveSeconds,
      revokeSessionsOnPasswordReset: true,
      onPasswordReset: ({ user }) => afterReset(user as unknown as User),
      onExistingUserSignUp: ({ user }) => again(user as unknown as User),
    },
    emailVerification: {
      expiresIn: linksLiveSeconds,
      sendOnSignUp: true,
      sendOnSignIn: true,
      autoSignInAfterVerification: true,
      sendVerificationEmail: ({ user, token }) => verify(user as unknown as User, token),
    },
    user: { additionalFields: { locale: { type: 'string', required: false, defaultValue: 'en-US' } } },
    session: {
      expiresIn: sessionsLiveSeconds,
      updateAge: day,
      additionalFields: {
        activeOrganizationId: { type: 'string', required: false, input: false },
        emulatedOrganizationId: { type: 'string', required: false, input: false },
        impersonatedBy: { type: 'string', required: false, input: false },
        remembered: { type: 'boolean', required: false, input: false },
        fingerprint: { type: 'string', required: false, input: false },
      },
    },
    // What is past is absent, and swept by the table: nobody walks all of it.
    verification: { storeIdentifier: 'hashed', disableCleanup: true },
    plugins: [username(), twoFactor({ issuer: 'Waybill' }), bearer()],
    advanced: {
      cookiePrefix: 'waybill',
      useSecureCookies: true,
      disableCSRFCheck: true,
      disableOriginCheck: true,
      database: { generateId: () => newId() },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });

export type Auth = ReturnType<typeof auth>;
