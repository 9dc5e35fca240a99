import * as z from 'zod';

/** Sign-in with other providers is not offered, and the library would load 36 of them at each start. */
export const socialProviders = {};
export const SocialProviderListEnum = z.never();
