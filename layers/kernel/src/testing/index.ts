import { expect } from 'vitest';
import type * as z from 'zod';
import { idFieldOf, newId } from '../ids.ts';
import type { Caller } from '../platform.ts';
import type { Refusal } from '../problems/problem.ts';
import { alreadyExists, resourceBooked } from '../problems/problems.ts';
import { refusalsOf } from '../problems/problems-of.ts';
import type { Projection } from '../read/projection.ts';
import type { CommandSpec } from '../write/command.ts';
import { decideOn } from '../write/decider.ts';
import { type Intent, isIntent, isRefusal } from '../write/decision.ts';
import type { Event, RecordedEvent } from '../write/event.ts';
import type { Reads, Seen } from '../write/reads.ts';

export { hearing } from './hearing.ts';

export const now = '2026-05-04T12:00:00.000Z';
/** The id of whatever a scenario is about. */
export const itsId = newId('it');
export const orgId = newId('org');
/** What a command draws in a scenario. */
export const drawn = 'drawn';
/** Who asks in a scenario, unless it says otherwise. */
export const somebody: Caller = { userId: newId('somebody'), orgId, orgType: 'Customer', role: 'officer' };

/** Facts with a place in history: one after the other, in one stream, all at `now` or at the times given. */
export const recorded = (
  facts: readonly Event[],
  { context = 'it', aggregate = 'it', id = itsId, at = [] as readonly string[] } = {},
): RecordedEvent[] =>
  facts.map((fact, i) => ({
    ...fact,
    stream: { context, org: orgId, aggregate, id },
    version: i + 1,
    at: at[i] ?? now,
    by: somebody.userId,
    commandId: `cause-${i}`,
    inputHash: `asked-${i}`,
    correlationId: 'test',
  }));

/** As `idFieldOf` says it. */
type IdField<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? IdField<`${First}${Capitalize<Rest>}`>
  : `${Name}Id`;

interface Given<Input, S extends Reads> {
  /** What the command sees of others, where it consults them. */
  readonly seeing: (sees: Partial<Seen<S>>) => Given<Input, S>;
  readonly asking: (caller: Partial<Caller>) => Given<Input, S>;
  readonly when: (input: Input) => {
    /** Exactly these facts, in this order. */
    readonly emits: (...facts: Event[]) => void;
    readonly emitsNothing: () => void;
    /** These intents, whatever the facts. */
    readonly intends: (...intents: Intent[]) => void;
    readonly refuses: (code: string, because?: Refusal['because'], status?: Refusal['status']) => void;
  };
}

/** Tests a command as a sentence: given what happened, when asked for this, it says that. */
export const scenario = <Name extends string, State, F extends Event, Input extends z.ZodObject, S extends Reads>({
  definition,
}: {
  readonly definition: CommandSpec<Name, State, F, Input, S>;
}) => {
  type Asked = Omit<z.input<Input>, IdField<Name>>;
  const given = (facts: readonly F[], sees: Partial<Seen<S>> = {}, caller: Caller = somebody): Given<Asked, S> => ({
    seeing: (more) => given(facts, { ...sees, ...more }, caller),
    asking: (who) => given(facts, sees, { ...caller, ...who }),
    when: (input) => {
      const idField = idFieldOf(definition.on.name);
      const named = idField in definition.input.shape ? { [idField]: itsId, ...input } : input;
      const parsed = definition.input.parse(named) as z.infer<Input>;
      const state = definition.on.fold(recorded(facts));
      const decision = decideOn(definition, state, parsed, {
        now,
        caller,
        id: itsId,
        sees: sees as Seen<S>,
        newId: (what) => newId(`${itsId} ${what}`),
        secret: definition.generateSecret && drawn,
      });
      const declared = [...refusalsOf(definition), alreadyExists(definition.on.name)].map(({ code }) => code);
      const answered = isRefusal(decision) ? [decision.refused] : [decision].flat().flatMap(answeredBy);
      expect(declared, 'the problems that the command declares').toEqual(expect.arrayContaining(answered));
      const parts = () => {
        if (isRefusal(decision)) throw new Error(`refused: ${decision.refused} ${JSON.stringify(decision.because)}`);
        return [decision].flat() as (Event | Intent)[];
      };
      const facts_ = () => parts().filter((part) => !isIntent(part));
      return {
        emits: (...expected) => expect(facts_()).toEqual(expected),
        emitsNothing: () => expect(parts()).toEqual([]),
        intends: (...expected) => expect(parts().filter(isIntent)).toEqual(expected),
        refuses: (code, because = {}, status) =>
          expect(decision).toMatchObject({ refused: code, because, ...(status && { status }) }),
      };
    },
  });
  return { given: (...facts: F[]) => given(facts) };
};

/** The problem that a claim or a booking is refused with when somebody else was first. */
const answeredBy = (part: Event | Intent): string[] => {
  if (!isIntent(part)) return [];
  if (part.intent === 'claim') return [`${part.kind}-taken`];
  return part.intent === 'book' && part.resource.exclusive ? [resourceBooked.code] : [];
};

/** The row a projection shows after hearing these facts. */
export const told = <Row>(projection: Projection<Row>, ...facts: Event[]): Row | undefined =>
  projection.fold(undefined, recorded(facts));
