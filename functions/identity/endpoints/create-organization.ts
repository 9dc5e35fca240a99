import { newId, Problem, z } from '@waybill/kernel';
import { OrgType } from '#events/identity';
import { activate } from '../activate.ts';
import { asNewcomer } from '../as-newcomer.ts';
import { asPerson, type PersonRequest } from '../as-person.ts';
import { foundOrganization } from '../commands/found-organization.ts';
import { name, slug } from '../fields.ts';
import { memberships } from '../memberships.ts';
import { organization } from '../organization.ts';
import { outcomeAnswer } from '../outcome-answer.ts';
import { slugTaken } from '../problems.ts';
import { slugFrom } from '../slug-from.ts';
import { slugs } from '../slugs.ts';

/** Anybody founds customers. Every other type is founded from the organisation that one works for, which must be an admin one. */
const foundedFrom = ({ person: { user, session } }: PersonRequest<unknown>, type: OrgType) =>
  type === 'Customer'
    ? undefined
    : { organizationId: session.activeOrganizationId ?? '-', secondFactor: user.twoFactorEnabled ?? false };

/** Five numbers of six digits, always the same for the same organisation. */
const numbers = (organizationId: string) =>
  [1, 2, 3, 4, 5].map((i) => Number.parseInt(newId(`${organizationId} ${i}`).slice(0, 8), 16) % 1_000_000);

export const createOrganization = asPerson({
  summary: 'Create an organization',
  description:
    'The caller owns it, and the session works for it from now on: get a new token. Types other than `Customer` are created by an owner of an organization of type `Admin` who works for it and has a second factor.',
  route: 'POST /organizations',
  status: 201,
  input: z.strictObject({
    name: name(100).describe('What it is called.'),
    slug: slug().optional().describe('Its name in links, unique; made from the name if it is not sent.'),
    type: OrgType.default('Customer'),
  }),
  example: { name: 'Quayside Couriers' },
  output: z.object({
    organizationId: z.uuid().describe('The organization.'),
    version: z.int().describe('Its version after this.'),
    slug: z.string().describe('Its name in links.'),
  }),
  refuses: [slugTaken],
  executes: [foundOrganization],
  idempotent: true,
  reaches: [
    { to: 'append', source: organization },
    { to: 'keep', register: slugs },
    { to: 'keep', register: memberships },
  ],

  answer: async (request) => {
    const { input, person, platform, key, correlationId } = request;
    const { name, type } = input;
    const from = foundedFrom(request, type);
    const organizationId = newId(`${person.user.id} ${key}`);
    const caller = asNewcomer(person, organizationId);
    const execute = foundOrganization.execute(platform);
    const found = async (wanted: string) => {
      const order = { organizationId, name, slug: wanted, type, from };
      const outcome = await execute({ input: order, clientInput: input, caller, key, correlationId });
      await activate(request, organizationId);
      // Asked for once more, it is there already, under the slug that was free then.
      const { body, headers } = outcomeAnswer(outcome, { slug: String(outcome.more.slug) });
      return { body, headers: { ...headers, location: `/v1/organizations/${organizationId}` } };
    };

    if (input.slug) return found(input.slug);
    const plain = slugFrom(name);
    for (const slug of [plain, ...numbers(organizationId).map((number) => `${plain}-${number}`)]) {
      try {
        return await found(slug);
      } catch (error) {
        if (!(error instanceof Problem && error.code === 'slug-taken')) throw error;
      }
    }
    return slugTaken({ field: 'slug' });
  },
});
