import { sessionCookie } from '@waybill/auth';

export const challengeCookie = '__Secure-waybill.two_factor';

/** Marks the browser of a sign-up. `__Host-`: no other host, not even a subdomain, can set it. */
export const signUpCookie = '__Host-waybill.sign_up';
export const signUpCookieFor = (secret: string): string =>
  `${signUpCookie}=${secret}; Max-Age=86400; Path=/; HttpOnly; Secure; SameSite=Lax`;
export const noSignUpCookie = `${signUpCookie}=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax`;

/** The value of a cookie among `Set-Cookie` headers. */
export const cookieIn = (cookies: readonly string[], name: string): string | undefined =>
  cookies
    .findLast((cookie) => cookie.startsWith(`${name}=`))
    ?.slice(name.length + 1)
    .split(';')[0] || undefined;

/** The token of a session, from the cookie that the library sets: `token.signature`. */
export const tokenIn = (cookies: readonly string[]): string | undefined =>
  cookieIn(cookies, sessionCookie) && decodeURIComponent(cookieIn(cookies, sessionCookie)!).split('.')[0];

/** Makes the session's cookie last until the browser is closed. */
export const untilBrowserCloses = (cookies: readonly string[]): string[] =>
  cookies.map((cookie) => (cookie.startsWith(`${sessionCookie}=`) ? cookie.replace(/; Max-Age=[1-9]\d*/, '') : cookie));

/** Deletes the session's cookie. */
export const noCookie = `${sessionCookie}=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax`;

/** The value of a cookie in a `Cookie` header. */
export const cookieOf = (header: string | undefined, name: string): string | undefined =>
  header
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1) || undefined;
