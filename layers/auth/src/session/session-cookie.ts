/** The cookie with the token of a session, as the library names and signs it. */
export const sessionCookie = '__Secure-waybill.session_token';
