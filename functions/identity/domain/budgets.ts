import { type Budget, perNetwork } from '@waybill/kernel';

/*
 * Limits for one network. A network is an IPv4 address or an IPv6 /64. The numbers fit an office of 200 people behind
 * one IPv4 address: browsers that have signed in before are not counted for failed sign-ins, so only the mistakes of
 * people on new devices add up (30 in a quarter of an hour), and 20 colleagues can sign up within an hour.
 * A stage whose users share few addresses multiplies them all: `addressShare` in `lib/stage.ts`.
 */
const minute = 60;
const hour = 60 * minute;

/** Reads of what is public and should be cached: the signing keys, and where they are. */
export const metadataReads = perNetwork({
  name: 'metadata',
  most: 300,
  seconds: minute,
  counts: 'requests',
  inMemory: true,
});
export const signUps = perNetwork({ name: 'sign-up', most: 20, seconds: hour, counts: 'requests' });
/** Requests for a link by mail, of all kinds. */
export const linkRequests = perNetwork({ name: 'link-request', most: 30, seconds: hour, counts: 'requests' });
/**
 * Links that are not valid. Tokens have 256 random bits, so this limits load, not guesses. The limit is high, so that
 * one client cannot block the links of others in its network.
 */
export const wrongLinks = perNetwork({ name: 'wrong-link', most: 300, seconds: 15 * minute, counts: 'failures' });
/** Checks whether an address is free: enough for a form, too few for a list of addresses. */
export const availabilityReads = perNetwork({
  name: 'availability',
  most: 30,
  seconds: 10 * minute,
  counts: 'requests',
});
/** Wrong passwords and codes from new devices, for all accounts together. */
export const wrongCredentials: Budget = {
  name: 'wrong-credentials',
  most: 30,
  seconds: 15 * minute,
  counts: 'failures',
  perNetwork: true,
};

/**
 * Failed sign-ins to one account by one of its own devices, or from one network by all others. Three are free. After
 * each further one the wait is longer, up to a quarter of an hour. Ten may run at the same moment.
 */
export const guesses: Budget = {
  name: 'guess',
  most: 10,
  seconds: hour,
  counts: 'failures',
  delays: [0, 0, 0, 0, 5, 15, 30, 60, 300, 900],
};
/**
 * Failed sign-ins to one name (address or username) from new devices anywhere. With both names of an account this is at
 * most 100 an hour (OWASP ASVS 4.0.3, 2.2.1). The two are counted apart, because a common count would show which
 * address belongs to which username.
 */
export const guessesAnywhere: Budget = { name: 'guess-anywhere', most: 50, seconds: hour, counts: 'failures' };

/**
 * Mails that an unauthenticated client can request for an address, for each purpose. The window is as long as a link is
 * valid: when strangers have used up the budget of a user, the mailbox has links that are still valid.
 */
export const requestedMails: Budget = { name: 'mail-requested', most: 5, seconds: hour, counts: 'requests' };
/** Invitations to one address, from all senders. */
export const invitationMails: Budget = { name: 'mail-invitation', most: 10, seconds: 24 * hour, counts: 'requests' };
/** Security notices to one user, for each kind. */
export const noticeMails: Budget = { name: 'mail-notice', most: 20, seconds: hour, counts: 'requests' };
