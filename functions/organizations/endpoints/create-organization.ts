import { type Person, person, sessions, withoutRights, workingFor, worksFor } from '@waybill/auth';
import { endpoint, isRefusal, name, newId, z } from '@waybill/kernel';
import { OrgType } from '#events/organizations';
import { foundOrganization } from '../commands/found-organization.ts';
import { slug } from '../domain/slug.ts';
import { slugFrom } from '../domain/slug-from.ts';
import { slugs } from '../domain/slugs.ts';

/** Every user can create customers. Other types need an admin organization that is active in the session. */
const foundedFrom = ({ user, session }: Person, type: OrgType) =>
  type === 'Customer'
    ? undefined
    : { organizationId: session.activeOrganizationId ?? '-', secondFactor: user.twoFactorEnabled ?? false };

/** Candidate slugs: the name, and the name with five numbers that depend only on the organization's id. */
const candidates = (name: string, organizationId: string): string[] => {
  const plain = slugFrom(name);
  const numbers = [1, 2, 3, 4, 5].map(
    (i) => Number.parseInt(newId(`${organizationId} ${i}`).slice(0, 8), 16) % 1_000_000,
  );
  return [plain, ...numbers.map((number) => `${plain}-${number}`)];
};

export const createOrganization = endpoint({
  summary: 'Create an organization',
  description:
    'The caller becomes its owner, and it becomes the active one of the session: get a new token. Types other than `Customer` need an owner of an organization of type `Admin` that is active in the session, with a second factor.',
  route: 'POST /organizations',
  role: 'person',
  as: person,
  status: 201,
  input: z.strictObject({
    name: name(100).describe('The name.'),
    slug: slug().optional().describe('Its unique name in links. Generated from the name by default.'),
    type: OrgType.default('Customer'),
  }),
  example: { name: 'Quayside Couriers' },
  output: z.object({
    organizationId: z.uuid().describe('The organization.'),
    version: z.int().describe('Its version after this.'),
    slug: z.string().describe('Its name in links.'),
  }),
  idempotent: true,
  reads: { slugs },
  writes: { sessions },
  uses: { foundOrganization },

  answer: async (input, { slugs, sessions, foundOrganization }, { person, newId }) => {
    const { name, type } = input;
    const organizationId = newId('organization');

    // A repeated request finds its own slug taken, and answers with the original slug.
    const wanted = input.slug ? [input.slug] : candidates(name, organizationId);
    const holders = await Promise.all(wanted.map((slug) => slugs.findByUnique('slug', slug)));
    const slug = wanted.find((_, i) => !holders[i]) ?? wanted[0]!;

    const founded = await foundOrganization(
      { organizationId, name, slug, type, from: foundedFrom(person, type) },
      { clientInput: input, caller: withoutRights(person, { organizationId }) },
    );
    if (isRefusal(founded)) return founded;
    const { session } = person;
    if (!worksFor(session, organizationId))
      await sessions.put(session.id, workingFor(session, organizationId), session.expiresAt);
    const { version, replayed, more } = founded;
    return {
      body: { organizationId, version, slug: String(more.slug) },
      headers: {
        etag: `"${version}"`,
        location: `/v1/organizations/${organizationId}`,
        ...(replayed && { 'idempotent-replayed': 'true' }),
      },
    };
  },
});
