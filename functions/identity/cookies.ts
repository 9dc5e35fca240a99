export const sessionCookie = '__Secure-waybill.session_token';
export const challengeCookie = '__Secure-waybill.two_factor';

/** In the browser in which somebody has signed up. `__Host-`: no other host, not even a subdomain, can set it. */
export const signUpCookie = '__Host-waybill.sign_up';
export const signUpCookieFor = (secret: string): string =>
  `${signUpCookie}=${secret}; Max-Age=86400; Path=/; HttpOnly; Secure; SameSite=Lax`;
export const noSignUpCookie = `${signUpCookie}=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax`;

/** The value of a cookie among those that are to be set. */
export const cookieIn = (cookies: readonly string[], name: string): string | undefined =>
  cookies
    .findLast((cookie) => cookie.startsWith(`${name}=`))
    ?.slice(name.length + 1)
    .split(';')[0] || undefined;

/** A session's token, as the library signs it into its cookie: `token.signature`. */
export const tokenIn = (cookies: readonly string[]): string | undefined =>
  cookieIn(cookies, sessionCookie) && decodeURIComponent(cookieIn(cookies, sessionCookie)!).split('.')[0];

/** Until the browser is closed. */
export const forTheDay = (cookies: readonly string[]): string[] =>
  cookies.map((cookie) => (cookie.startsWith(`${sessionCookie}=`) ? cookie.replace(/; Max-Age=[1-9]\d*/, '') : cookie));

/** Takes the session's cookie back. */
export const noCookie = `${sessionCookie}=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax`;

/** The value of a cookie that a client sends. */
export const cookieOf = (header: string | undefined, name: string): string | undefined =>
  header
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1) || undefined;
