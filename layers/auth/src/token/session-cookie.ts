/** The cookie with the token of a session, named and signed by the library. */
export const sessionCookie = '__Secure-waybill.session_token';
