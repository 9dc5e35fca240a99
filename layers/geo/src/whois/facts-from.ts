import { WhoIsFacts } from './who-is-facts.ts';

type Raw = { readonly [Fact in keyof WhoIsFacts]?: unknown };

const hidden = ['isVpn', 'isProxy', 'isTor', 'isRelay', 'isHosting'] as const;

/** Facts from a provider's answer. A field with a value that is not possible is unknown, and the others remain. */
export const factsFrom = (raw: Raw): WhoIsFacts => {
  const known: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(WhoIsFacts.shape)) {
    const { data } = schema.safeParse(raw[name as keyof WhoIsFacts]);
    if (data !== undefined) known[name] = data;
  }
  const facts: WhoIsFacts = known;
  const flags = hidden.map((flag) => facts[flag]).filter((flag) => flag !== undefined);
  if (facts.isAnonymous !== undefined || !flags.length) return facts;
  return { ...facts, isAnonymous: flags.includes(true) };
};
