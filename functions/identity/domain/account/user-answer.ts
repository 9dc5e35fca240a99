import type { User } from '@waybill/auth';

/** An account as its user sees it. */
export const userAnswer = (user: User) => ({
  userId: user.id,
  email: user.email,
  emailVerified: user.emailVerified,
  name: user.name,
  username: user.username ?? '',
  displayUsername: user.displayUsername ?? user.username ?? '',
  locale: user.locale ?? 'en-US',
  secondFactor: user.twoFactorEnabled ?? false,
  createdAt: user.createdAt,
});
