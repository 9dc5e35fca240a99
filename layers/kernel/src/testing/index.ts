import { expect } from 'vitest';
import type * as z from 'zod';
import { idFieldOf, newId } from '../ids.ts';
import type { Caller } from '../platform.ts';
import type { Refusal } from '../problems/problem.ts';
import { alreadyExists, resourceBooked } from '../problems/problems.ts';
import { refusalsOf } from '../problems/problems-of.ts';
import type { Projection } from '../read/projection.ts';
import type { CommandSpec } from '../write/command.ts';
import { type Intent, isIntent, isRefusal } from '../write/decision.ts';
import { type Event, eventId, type RecordedEvent } from '../write/event.ts';
import { decideOn } from '../write/execute.ts';
import type { Reads, Values } from '../write/reads.ts';

export { projectedRows } from './projected-rows.ts';
export { reactionScenario } from './reaction-scenario.ts';

export const now = '2026-05-04T12:00:00.000Z';
/** The id of the aggregate under test. */
export const itsId = newId('it');
export const orgId = newId('org');
/** What a command's `generateSecret` returns in a scenario. */
export const secret = 'secret';
/** The caller in a scenario, unless it sets another one. */
export const someCaller: Caller = { userId: newId('caller'), orgId, orgType: 'Customer', role: 'officer' };

/** Recorded events: one after the other, in one stream, all at `now` or at the given times. */
export const recorded = (
  facts: readonly Event[],
  { context = 'it', aggregate = 'it', id = itsId, at = [] as readonly string[] } = {},
): RecordedEvent[] =>
  facts.map((fact, i) => ({
    ...fact,
    id: eventId({ context, org: orgId, aggregate, id }, i + 1),
    stream: { context, org: orgId, aggregate, id },
    version: i + 1,
    at: at[i] ?? now,
    by: someCaller.userId,
    commandId: `cause-${i}`,
    inputHash: `asked-${i}`,
    correlationId: 'test',
    causationId: 'test',
  }));

/** The type of the result of `idFieldOf`. */
type IdField<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? IdField<`${First}${Capitalize<Rest>}`>
  : `${Name}Id`;

interface Given<Input, R> {
  /**
   * The values that the command reads. A value is given to the decision only if the command's own `id` function names
   * something to read.
   */
  readonly seeing: (values: Partial<Values<R>>) => Given<Input, R>;
  readonly asking: (caller: Partial<Caller>) => Given<Input, R>;
  /** The user that the command's `as` authenticates. */
  readonly as: (person: unknown) => Given<Input, R>;
  readonly when: (input: Input) => {
    /** Exactly these events, in this order, and then exactly these intents. */
    readonly emits: (...parts: (Event | Intent)[]) => void;
    readonly emitsNothing: () => void;
    readonly refuses: (code: string, because?: Refusal['because'], status?: Refusal['status']) => void;
  };
}

interface Tested<Name extends string, State, E extends Event, Input extends z.ZodObject, R> {
  readonly definition: Pick<CommandSpec<Name, State, E, Input, R>, 'on' | 'input' | 'reads'> &
    Pick<CommandSpec, 'begin' | 'decide' | 'generateSecret' | 'refuses' | 'summary' | 'about' | 'callerOf'>;
}

/** Tests a command: given these events, when it is executed with this input, it emits those events and intents. */
export const scenario = <Name extends string, State, E extends Event, Input extends z.ZodObject, R>({
  definition,
}: Tested<Name, State, E, Input, R>) => {
  type Asked = Omit<z.input<Input>, IdField<Name>>;
  const given = (
    events: readonly E[],
    values: Partial<Values<R>> = {},
    asked: Caller = someCaller,
    person?: unknown,
  ): Given<Asked, R> => ({
    seeing: (more) => given(events, { ...values, ...more }, asked, person),
    asking: (who) => given(events, values, { ...asked, ...who }, person),
    as: (who) => given(events, values, asked, who),
    when: (input) => {
      const idField = idFieldOf(definition.on.name);
      const named = idField in definition.input.shape ? { [idField]: itsId, ...input } : input;
      const parsed = definition.input.parse(named) as z.infer<Input>;
      const caller = definition.callerOf?.(person, parsed) ?? asked;
      const state = definition.on.fold(recorded(events));
      const reads = readIn(definition, values, parsed, { caller, person, state });
      const decision = decideOn(definition as unknown as CommandSpec, state, parsed, reads, {
        now,
        caller,
        person,
        id: itsId,
        newId: (what) => newId(`${itsId} ${what}`),
        secret: definition.generateSecret && secret,
      });
      const declared = [...refusalsOf(definition as any), alreadyExists(definition.on.name)].map(({ code }) => code);
      const answered = isRefusal(decision) ? [decision.refused] : [decision].flat().flatMap(refusedWith);
      expect(declared, 'the problems that the command declares').toEqual(expect.arrayContaining(answered));
      const parts = () => {
        if (isRefusal(decision)) throw new Error(`refused: ${decision.refused} ${JSON.stringify(decision.because)}`);
        const all = [decision].flat() as (Event | Intent)[];
        return [...all.filter((part) => !isIntent(part)), ...all.filter(isIntent)];
      };
      return {
        emits: (...expected) => expect(parts()).toEqual(expected),
        emitsNothing: () => expect(parts()).toEqual([]),
        refuses: (code, because = {}, status) =>
          expect(decision).toMatchObject({ refused: code, because, ...(status && { status }) }),
      };
    },
  });
  return { given: (...events: E[]) => given(events) };
};

/** What is read, by the command's own functions: a value is given only where one of them names what to read. */
const readIn = (
  { summary, reads }: Pick<CommandSpec, 'summary' | 'reads'>,
  values: Readonly<Record<string, unknown>>,
  input: unknown,
  about: { readonly caller: Caller; readonly person: unknown; readonly state: unknown },
) => {
  const declared = Object.entries((reads ?? {}) as Reads);
  const unknown = Object.keys(values).filter((name) => !declared.some(([known]) => known === name));
  expect(unknown, `what ${summary} does not read`).toEqual([]);
  return Object.fromEntries(
    declared.map(([name, read]) => {
      if ('ids' in read) {
        const known = [...((values[name] ?? []) as ReadonlyMap<string, unknown>)];
        const ids = read.ids(input);
        return [name, new Map(known.filter(([id]) => ids.includes(id)))];
      }
      const { of, id } = read;
      const nothing = of.kind === 'resource' ? [] : undefined;
      return [name, id(input, about) === undefined ? nothing : (values[name] ?? nothing)];
    }),
  );
};

/** The problem when another holder already has what a claim or a booking asks for. */
const refusedWith = (part: Event | Intent): string[] => {
  if (!isIntent(part)) return [];
  if (part.intent === 'claim') return [`${part.claims.name}-taken`];
  return part.intent === 'book' && part.resource.exclusive ? [resourceBooked.code] : [];
};

/** The row of a projection of one aggregate after these events; `projectedRows` is for several. */
export const rowAfter = <Row>(projection: Projection<Row>, ...facts: Event[]): Row | undefined =>
  projection.fold(undefined, recorded(facts));
