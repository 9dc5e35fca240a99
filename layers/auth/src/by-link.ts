import { z } from '@waybill/kernel';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { twoFactor } from 'better-auth/plugins';

const path = '/sign-in/link';

/**
 * Begins a session for somebody who has shown a link that was mailed to them. Whoever calls it has checked and used up
 * the link. The library has nothing for this that asks for the second factor as well.
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

/** The library's second factor, which it asks for after a password. Here it is asked for after a link as well. */
export const secondFactor = (...options: Parameters<typeof twoFactor>) => {
  const plugin = twoFactor(...options);
  for (const hook of plugin.hooks.after) {
    const { matcher } = hook;
    hook.matcher = (context) => matcher(context) || context.path === path;
  }
  return plugin;
};
