import { misuse, optionsOf } from '../cli/options.ts';
import { issuerFor } from './issuer-for.ts';

const usage = `npm run -s token -- --role officer

Prints a token for the local runtime or a throw-away deployment. It is valid for 15 minutes.

  --role ROLE       auditor, agent, officer or owner
  --org UUID        the organization (default: the demo organization)
  --org-type TYPE   Customer (default), Admin, Support, Affiliate or ThirdParty
  --user ID         the user id (default: one user for each role)
  --data DIR        the data directory of the local runtime, which has its key (default: .local)
  --stage NAME      a deployment, in the AWS SDK's environment (AWS_ENDPOINT_URL for an emulator). Signs with its
                    key, which needs permission to read /waybill/NAME/auth-secret and the table. Refused for dev and prod`;

const roles = ['auditor', 'agent', 'officer', 'owner'] as const;
const orgTypes = ['Customer', 'Admin', 'Support', 'Affiliate', 'ThirdParty'];

const options = optionsOf(
  {
    role: { type: 'string' },
    org: { type: 'string' },
    'org-type': { type: 'string', default: 'Customer' },
    user: { type: 'string' },
    data: { type: 'string', default: '.local' },
    stage: { type: 'string' },
  },
  usage,
);

const role = roles.find((known) => known === options.role);
if (!role) misuse(`--role must be one of ${roles.join(', ')}.`);
if (!orgTypes.includes(options['org-type'])) misuse(`--org-type must be one of ${orgTypes.join(', ')}.`);
if (options.org !== undefined && !/^[\w-]{1,64}$/.test(options.org))
  misuse('--org must be an id of letters, digits and dashes.');
if (options.user !== undefined && !/^[\w.:@-]{1,128}$/.test(options.user))
  misuse('--user must be an id without spaces.');

const issuer = await issuerFor(options).catch((error: Error) => misuse(error.message));
console.log(await issuer.mint({ role: role!, org: options.org, orgType: options['org-type'], user: options.user }));
