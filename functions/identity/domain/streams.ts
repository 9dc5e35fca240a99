import { aggregate } from '@waybill/kernel';
import {
  BackupCodesRenewed,
  EmailVerified,
  MailRequested,
  PasswordChanged,
  ProfileChanged,
  SecondFactorDisabled,
  SecondFactorEnabled,
  SignInFailed,
  SigningKeyAdded,
  UserSignedUp,
} from '#events/identity';

// The state of users and sessions is in records. These streams are their history; no decision is made on them.
const same = (state: object) => state;

export const userStream = aggregate('identity', 'user')
  .begin(UserSignedUp, () => ({}))
  .on(EmailVerified, same)
  .on(ProfileChanged, same)
  .on(PasswordChanged, same)
  .on(SecondFactorEnabled, same)
  .on(SecondFactorDisabled, same)
  .on(BackupCodesRenewed, same);
export const signInStream = aggregate('identity', 'sign-in').begin(SignInFailed, () => ({}));
export const mailStream = aggregate('identity', 'mail').begin(MailRequested, () => ({}));
export const signingKeysStream = aggregate('identity', 'signing-keys').begin(SigningKeyAdded, () => ({}));
