import { newId } from '@waybill/kernel';
import { organizations } from '#functions/contexts';
import { misuse } from '../cli/options.ts';
import { toolOptions } from './tool-options.ts';
import { onTarget, ToolError } from './tool-target.ts';

const usage = `npm run found -- --user ID --name NAME [options]

Creates an organization of any type for a user who has signed up. The first staff organization is created like this; its
members create the others. GET /auth/me shows a user's id.

  --user ID      the owner
  --name NAME    its name
  --slug SLUG    its slug in URLs (default: derived from the name)
  --type TYPE    Admin (default), Support, Affiliate, ThirdParty or Customer`;

const types = ['Admin', 'Support', 'Affiliate', 'ThirdParty', 'Customer'] as const;
const options = toolOptions(
  {
    user: { type: 'string' },
    name: { type: 'string' },
    slug: { type: 'string' },
    type: { type: 'string', default: 'Admin' },
  },
  usage,
);
const type = types.find((known) => known === options.type);
const { user, name } = options;
if (!user || !/^[0-9a-f-]{36}$/.test(user)) misuse('--user must be the id of a user who has signed up.');
if (!name) misuse('--name must say its name.');
if (!type) misuse(`--type must be one of ${types.join(', ')}.`);
const slug =
  options.slug ??
  name!
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

await onTarget(options, async ({ platform, where }) => {
  const organizationId = newId(`founded ${user} ${slug}`);
  if (options['dry-run']) {
    console.log(`${name} (${type}, ${slug}) would be founded in ${where}.`);
    return 0;
  }
  const known = await platform.events.read(
    { context: 'identity', org: '-', aggregate: 'user', id: user! },
    { limit: 1 },
  );
  if (!known.length) throw new ToolError(`No user with the id ${user} has signed up in ${where}.`);
  await organizations.foundOrganization.execute(platform)({
    input: { organizationId, name: name!, slug, type: type! },
    caller: { userId: user!, orgId: organizationId, orgType: type!, role: 'owner' },
    key: 'found',
    correlationId: newId(),
  });
  console.log(`${name} (${type}, ${slug}) is there: ${organizationId}`);
  return 0;
});
