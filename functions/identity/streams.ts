import { aggregate, type Stream } from '@waybill/kernel';
import {
  BackupCodesRenewed,
  EmailVerified,
  MailRequested,
  PasswordChanged,
  ProfileChanged,
  SecondFactorDisabled,
  SecondFactorEnabled,
  SessionRevoked,
  SignedIn,
  SignedOut,
  SignInFailed,
  SigningKeyAdded,
  UserSignedUp,
} from '#events/identity';

// Records say how things stand with people; these histories say what happened, and nobody decides on them.
const same = (state: object) => state;

export const userStream = aggregate('identity', 'user')
  .begin(UserSignedUp, () => ({}))
  .on(EmailVerified, same)
  .on(ProfileChanged, same)
  .on(PasswordChanged, same)
  .on(SecondFactorEnabled, same)
  .on(SecondFactorDisabled, same)
  .on(BackupCodesRenewed, same);
export const sessionStream = aggregate('identity', 'session')
  .begin(SignedIn, () => ({}))
  .on(SignedOut, same)
  .on(SessionRevoked, same);
export const signInStream = aggregate('identity', 'sign-in').begin(SignInFailed, () => ({}));
export const mailStream = aggregate('identity', 'mail').begin(MailRequested, () => ({}));
export const signingKeysStream = aggregate('identity', 'signing-keys').begin(SigningKeyAdded, () => ({}));

type Told = 'user' | 'session' | 'sign-in' | 'mail' | 'signing-keys';

/** Where facts about people are told: they belong to no organisation. */
export const streamOf = (aggregate: Told, id: string): Stream => ({ context: 'identity', org: '-', aggregate, id });

/** Where facts about an organisation are told. */
export const streamIn = (org: string, aggregate: string, id: string): Stream => ({
  context: 'identity',
  org,
  aggregate,
  id,
});
