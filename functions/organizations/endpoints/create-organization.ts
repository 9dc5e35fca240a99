import { asNewcomer, type Person, person, sessions, workingFor, worksFor } from '@waybill/auth';
import { endpoint, isRefusal, name, newId, z } from '@waybill/kernel';
import { OrgType } from '#events/organizations';
import { foundOrganization } from '../commands/found-organization.ts';
import { slug } from '../domain/slug.ts';
import { slugFrom } from '../domain/slug-from.ts';
import { slugs } from '../domain/slugs.ts';

/** Anybody founds customers. Every other type is founded from the organisation that the session works for: an admin one. */
const foundedFrom = ({ user, session }: Person, type: OrgType) =>
  type === 'Customer'
    ? undefined
    : { organizationId: session.activeOrganizationId ?? '-', secondFactor: user.twoFactorEnabled ?? false };

/** The slugs to choose from: the name, and the name with five numbers that are the same for the same organisation. */
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
    'The caller owns it, and the session works for it from now on: get a new token. Types other than `Customer` are created by an owner of an organization of type `Admin` who works for it and has a second factor.',
  route: 'POST /organizations',
  role: 'person',
  as: person,
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
  idempotent: true,
  reads: { slugs },
  writes: { sessions },
  uses: { foundOrganization },

  answer: async (input, { slugs, sessions, foundOrganization }, { person, newId }) => {
    const { name, type } = input;
    const organizationId = newId('organization');

    // A request that is repeated finds its own slug taken, and has the one from then in its answer.
    const wanted = input.slug ? [input.slug] : candidates(name, organizationId);
    const holders = await Promise.all(wanted.map((slug) => slugs.findByUnique('slug', slug)));
    const slug = wanted.find((_, i) => !holders[i]) ?? wanted[0]!;

    const founded = await foundOrganization(
      { organizationId, name, slug, type, from: foundedFrom(person, type) },
      { clientInput: input, caller: asNewcomer(person, { organizationId }) },
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
