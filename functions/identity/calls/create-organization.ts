import { newId, Problem, refuse, text, z } from '@waybill/kernel';
import { OrgType } from '#events/identity';
import { activate } from '../activate.ts';
import { asNewcomer } from '../as-newcomer.ts';
import { asPerson, type PersonRequest } from '../as-person.ts';
import { foundOrganization } from '../commands/found-organization.ts';
import { slug } from '../fields.ts';
import { memberOf } from '../member-of.ts';
import { memberships } from '../memberships.ts';
import { organization } from '../organization.ts';
import { organizationOf } from '../organization-of.ts';
import { outcomeAnswer } from '../outcome-answer.ts';
import { rank } from '../rank.ts';
import { slugFrom } from '../slug-from.ts';
import { slugs } from '../slugs.ts';
import { emulation } from '../staff-acts.ts';

/** Whoever looks after the whole house founds organisations of every type, others are customers. */
const mayFound = async ({ platform, person: { user, session } }: PersonRequest<unknown>, type: OrgType) => {
  if (type === 'Customer') return true;
  const at = await memberOf(platform, user.id, session.activeOrganizationId);
  return at?.orgType === 'Admin' && rank(at.role) >= rank('officer');
};

/** Five numbers of six digits, always the same for the same organisation. */
const numbers = (organizationId: string) =>
  [1, 2, 3, 4, 5].map((i) => Number.parseInt(newId(`${organizationId} ${i}`).slice(0, 8), 16) % 1_000_000);

export const createOrganization = asPerson({
  summary: 'Found an organisation, own it, and work for it from now on',
  route: 'POST /organizations',
  status: 201,
  input: z.strictObject({ name: text(100), slug: slug().optional(), type: OrgType.default('Customer') }),
  output: z.object({ organizationId: z.uuid(), version: z.int(), slug: z.string() }),
  reaches: [
    { to: 'append', source: organization },
    { to: 'append', source: emulation },
    { to: 'keep', register: slugs },
    { to: 'keep', register: memberships },
  ],

  answer: async (request) => {
    const { input, person, platform, key, correlation } = request;
    const { name, type } = input;
    if (!(await mayFound(request, type))) return refuse('type-not-allowed', { orgType: type }, 403);
    const organizationId = newId(`${person.user.id} ${key}`);
    const found = async (slug: string) => {
      const caller = asNewcomer(person.user, organizationId);
      const order = { input: { organizationId, name, slug, type }, caller, key, correlation };
      const outcome = await foundOrganization.execute(platform)(order);
      await activate(request, organizationId);
      const { body, headers } = outcomeAnswer(outcome, { slug });
      return { body, headers: { ...headers, location: `/v1/organizations/${organizationId}` } };
    };

    // Asked for once more, it is there already, under the slug that was free then.
    const known = (await organizationOf(platform, organizationId))?.slug;
    const wanted = input.slug ?? known;
    if (wanted) return found(wanted);
    const plain = slugFrom(name);
    for (const slug of [plain, ...numbers(organizationId).map((number) => `${plain}-${number}`)]) {
      try {
        return await found(slug);
      } catch (error) {
        if (!(error instanceof Problem && error.code === 'slug-taken')) throw error;
      }
    }
    return refuse('slug-taken', { field: 'slug' });
  },
});
