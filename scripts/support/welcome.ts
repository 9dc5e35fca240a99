import type { DevelopmentKeys } from '@waybill/kernel/local';
import { demoPassword, demoPeople } from './demo-people.ts';

const roles = ['auditor', 'agent', 'officer', 'owner'] as const;

/** What somebody who has just started us wants to know. The tokens open nothing but this machine. */
export const welcome = async (url: string, keys: DevelopmentKeys, data: string): Promise<string> => {
  const tokens = await Promise.all(roles.map(async (role) => `  ${role.padEnd(8)} ${await keys.mint({ role })}`));
  const where = data === '.local' ? '' : ` --data ${data}`;
  return `ready ${url}

  API docs  ${url}/docs
  OpenAPI   ${url}/openapi.json
  AsyncAPI  ${url}/asyncapi.json
  Mails     ${url}/dev/outbox

People who sign in at the demo organisation, all with the password "${demoPassword}":

${demoPeople.map(({ role, email }) => `  ${role.padEnd(8)} ${email}`).join('\n')}

Tokens for the same organisation, good for 15 minutes:

${tokens.join('\n')}

Try it:

  TOKEN=$(npm run -s token -- --role officer${where})
  curl -s ${url}/deliveries -H "authorization: Bearer $TOKEN"
`;
};
