import { demoPassword, demoPeople } from '../demo/demo-people.ts';

interface Started {
  readonly url: string;
  readonly data: string;
  /** Whether there are users to sign in as. */
  readonly seed: boolean;
  /** Whether other machines can reach the database's port. */
  readonly isExposed: boolean;
}

/** The message after the start; short enough for one screen. */
export const welcome = ({ url, data, seed, isExposed }: Started): string => {
  const here = data === '.local' ? '' : ` --data ${quoted(data)}`;
  const there = url === 'http://localhost:3000/v1' ? '' : ` --url ${url}`;
  return `ready ${url}

  API docs  ${url}/docs
  Mails     ${url}/dev/outbox
  Events    npm run -s events${there && ` --${there}`}

A first request, with a token that is good for 15 minutes (as auditor, agent, officer or owner):

  TOKEN=$(npm run -s token -- --role officer${here})
  curl -s ${url}/deliveries -H "authorization: Bearer $TOKEN"
${seed ? people : ''}${isExposed ? exposed : ''}`;
};

const people = `
To sign in instead: ${demoPeople.map(({ email }) => email).join(', ')}; password "${demoPassword}".
`;

const exposed = `
This Java does not let the database listen on loopback only: other machines can reach its port, but see no data of ours
without the access key, which is in the data directory.
`;

/** Quoted for a shell, if necessary. */
const quoted = (name: string) => (/^[\w./-]+$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`);
