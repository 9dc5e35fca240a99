import { type Platform, type Reach, requiredParameter } from '@waybill/kernel';

/** The parameter with the secret that signs cookies, and encrypts signing keys and second factors. */
export const authSecret = 'auth-secret';

export const knowsAuthSecret: Reach = { to: 'know', parameter: authSecret };

export const secretOf = (platform: Platform): Promise<string> => requiredParameter(platform, authSecret);
