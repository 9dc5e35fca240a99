import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { developmentKeys } from '@waybill/kernel/local';
import { misuse, optionsOf } from './support/options.ts';
import { awsHere } from './support/tool-aws.ts';

const usage = `npm run -s token -- --role officer

Prints a token for the local runtime, good for 15 minutes.

  --role ROLE       auditor, agent, officer or owner
  --org UUID        the organisation (default: the demo organisation)
  --org-type TYPE   Customer (default), Admin, Support, Affiliate or ThirdParty
  --user ID         who it is (default: one user for each role)
  --data DIR        where the development key is kept (default: .local)
  --stage NAME      with AWS_ENDPOINT_URL: the stage whose /waybill/<stage>/development-jwks is set (default: local)`;

const roles = ['auditor', 'agent', 'officer', 'owner'] as const;
const orgTypes = ['Customer', 'Admin', 'Support', 'Affiliate', 'ThirdParty'];

const options = optionsOf(
  {
    role: { type: 'string' },
    org: { type: 'string' },
    'org-type': { type: 'string', default: 'Customer' },
    user: { type: 'string' },
    data: { type: 'string', default: '.local' },
    stage: { type: 'string', default: 'local' },
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
if (!/^[a-z][a-z0-9-]{0,30}$/.test(options.stage)) misuse('--stage must be a short lower-case name.');

const keys = await developmentKeys(options.data).catch((error: Error) => misuse(error.message));

/** An emulator learns our key; a real account never does. */
if (process.env.AWS_ENDPOINT_URL) {
  const ssm = new SSMClient(awsHere());
  const Name = `/waybill/${options.stage}/development-jwks`;
  await ssm
    .send(new PutParameterCommand({ Name, Value: keys.jwks, Type: 'String', Overwrite: true }))
    .catch((error: Error) => misuse(`Could not set ${Name} at ${process.env.AWS_ENDPOINT_URL} (${error.name}).`));
}

console.log(await keys.mint({ role: role!, org: options.org, orgType: options['org-type'], user: options.user }));
