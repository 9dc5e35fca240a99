import { recordStore } from '@waybill/kernel';

/** Times are ISO-8601 text. */
export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly username?: string | null;
  readonly displayUsername?: string | null;
  readonly emailVerified: boolean;
  readonly image?: string | null;
  readonly locale?: string | null;
  readonly twoFactorEnabled?: boolean | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface Session {
  readonly id: string;
  readonly userId: string;
  /** A hash, which cannot be used to sign in. */
  readonly token: string;
  readonly expiresAt: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly ipAddress?: string | null;
  readonly userAgent?: string | null;
  readonly activeOrganizationId?: string | null;
  readonly emulatedOrganizationId?: string | null;
  readonly impersonatedBy?: string | null;
  /** Whether it is prolonged to seven days at each use, or ends after one day. */
  readonly remembered?: boolean | null;
  /** The fingerprint of the browser in which it began. */
  readonly fingerprint?: string | null;
}

const context = 'identity';

export const users = recordStore<User>(context, 'user', { unique: ['email', 'username'] });
export const sessions = recordStore<Session>(context, 'session', { unique: ['token'], indexed: ['userId'] });
export const accounts = recordStore<{ id: string; userId: string; accountId: string; providerId: string }>(
  context,
  'account',
  {
    indexed: ['userId', 'accountId'],
  },
);
export const verifications = recordStore<{ id: string; identifier: string; value: string }>(context, 'verification', {
  indexed: ['identifier'],
});
export const secondFactors = recordStore<{ id: string; userId: string; verified?: boolean }>(context, 'second-factor', {
  indexed: ['userId'],
});

/** The library's models, with the record store of each. */
export const stores = {
  user: users,
  session: sessions,
  account: accounts,
  verification: verifications,
  twoFactor: secondFactors,
} as const;
