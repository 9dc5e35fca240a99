import { newId } from '@waybill/kernel';
import { betterAuth } from 'better-auth/minimal';
import { bearer } from 'better-auth/plugins/bearer';
import { username } from 'better-auth/plugins/username';
import { singleTable } from './adapter.ts';
import { byLink, secondFactor } from './by-link.ts';
import { linksLiveSeconds, sessionsLiveSeconds } from './session/lifetimes.ts';

export interface AuthOptions {
  /** Signs cookies, and encrypts second factors: 32 random bytes or more. */
  readonly secret: string;
  /** The address of the console. */
  readonly webUrl: string;
}

/**
 * The library's server-side functions, each called in a unit of work. Its router, rate limits and log are switched off:
 * the kernel has its own.
 */
export const auth = ({ secret, webUrl }: AuthOptions) =>
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
    },
    user: { additionalFields: { locale: { type: 'string', required: false, defaultValue: 'en-US' } } },
    session: {
      expiresIn: sessionsLiveSeconds,
      updateAge: 24 * 3600,
      additionalFields: {
        activeOrganizationId: { type: 'string', required: false, input: false },
        emulatedOrganizationId: { type: 'string', required: false, input: false },
        impersonatedBy: { type: 'string', required: false, input: false },
        remembered: { type: 'boolean', required: false, input: false },
        fingerprint: { type: 'string', required: false, input: false },
      },
    },
    // Expired records count as absent, and DynamoDB deletes them: the library's clean-up scan is not needed.
    verification: { storeIdentifier: 'hashed', disableCleanup: true },
    plugins: [username(), secondFactor({ issuer: 'Waybill' }), byLink(), bearer()],
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
