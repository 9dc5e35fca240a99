import type { DevelopmentKeys } from '#scripts/local/index';
import { demoPassword, demoPeople } from '../demo/demo-people.ts';

/** Credentials of the demo organization's owner: always a token, and a session if the owner can sign in. */
export interface DemoAccess {
  readonly token: string;
  readonly session?: string;
}

/** Signs the owner of the demo organization in, once; if that is not possible, the development key signs a token. */
export const demoAccess = (url: string, keys: Pick<DevelopmentKeys, 'mint'>) => {
  let session: string | undefined;
  const post = async (path: string, body: object, bearer?: string): Promise<Record<string, any>> => {
    const headers = { 'content-type': 'application/json', ...(bearer && { authorization: `Bearer ${bearer}` }) };
    const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return response.ok ? ((await response.json()) as Record<string, any>) : {};
  };

  return async (): Promise<DemoAccess> => {
    const { email } = demoPeople.find(({ role }) => role === 'owner')!;
    session ??= (await post('/auth/sign-in', { email, password: demoPassword })).token;
    const token = session && (await post('/auth/token', {}, session)).token;
    if (session && token) return { token, session };
    session = undefined;
    return { token: await keys.mint({ role: 'owner' }) };
  };
};
