import type { AccessOf, HttpRequest } from '@waybill/kernel';
import { isAPIError } from 'better-auth/api';
import { library } from '../session/library.ts';
import type { libraryNeeds } from '../session/library-needs.ts';
import { headersOf } from './request.ts';

/** The token of a session in the cookie of a request, if the cookie is signed and the session has not ended. */
export const tokenInCookie = async (
  request: HttpRequest<unknown>,
  access: AccessOf<typeof libraryNeeds>,
): Promise<string | undefined> => {
  const { api } = await library(access);
  const found = await api
    .getSession({ headers: headersOf(request), query: { disableRefresh: true, disableCookieCache: true } })
    .catch(noSession);
  return found?.session.token;
};

/** For `catch`: the library throws 401 for a session that has ended. Rethrows any other error. */
const noSession = (error: unknown): undefined => {
  if (isAPIError(error) && error.statusCode === 401) return undefined;
  throw error;
};
