import { z } from '@waybill/kernel';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { twoFactor } from 'better-auth/plugins/two-factor';

const path = '/sign-in/link';

/**
 * Begins a session for the user of a mailed link. The caller has checked the link and marked it as used. The library
 * itself has no sign-in by link that also requires the second factor.
 */
export const byLink = () => ({
  id: 'by-link' as const,
  endpoints: {
    signInByLink: createAuthEndpoint(
      path,
      { method: 'POST', body: z.object({ userId: z.string(), rememberMe: z.boolean() }) },
      async (ctx) => {
        const { userId, rememberMe } = ctx.body;
        const user = await ctx.context.internalAdapter.findUserById(userId);
        if (!user) throw new Error('there is no such user');
        const session = await ctx.context.internalAdapter.createSession(userId, !rememberMe);
        await setSessionCookie(ctx, { session, user }, !rememberMe);
        return ctx.json({ token: session.token });
      },
    ),
  },
});

/** The library's second factor, required after a password: here also after a link. */
export const secondFactor = (...options: Parameters<typeof twoFactor>) => {
  const plugin = twoFactor(...options);
  for (const hook of plugin.hooks.after) {
    const { matcher } = hook;
    hook.matcher = (context) => matcher(context) || context.path === path;
  }
  return plugin;
};
