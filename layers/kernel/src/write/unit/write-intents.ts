import type { Caller } from '../../platform.ts';
import type { CommandSpec, Writes } from '../command.ts';
import type { Intent } from '../decision.ts';
import type { Stream } from '../event.ts';
import type { Stamp, UnitOfWork } from './unit-of-work.ts';

interface About {
  readonly org: string;
  /** The aggregate that the command decides on: the holder of its claims and bookings. */
  readonly id: string;
  readonly input: unknown;
  readonly caller: Caller;
  readonly person: unknown;
  readonly state: unknown;
  readonly stamp: Stamp;
}

/**
 * Writes the intents of a decision into the unit of work.
 *
 * @throws {Error} for an intent that the command does not declare among its writes
 */
export const writeIntents = async (
  unit: UnitOfWork,
  spec: CommandSpec,
  intents: readonly Intent[],
  about: About,
): Promise<void> => {
  const { org, id: holder, stamp } = about;
  for (const intent of intents) throwIfUndeclared(spec, intent);

  const of = <Kind extends Intent['intent']>(kind: Kind) =>
    intents.filter((it): it is Extract<Intent, { intent: Kind }> => it.intent === kind);
  unit.write(org, {
    claims: of('claim').map(({ claims: { context, name: kind }, value, field }) => ({
      context,
      kind,
      value,
      field,
      holder,
    })),
    releases: of('release').map(({ claims: { context, name: kind }, value }) => ({
      context,
      kind,
      value,
      field: kind,
      holder,
    })),
    books: of('book').map(({ resource, id, window }) => ({ resource, id, holder, window })),
    frees: of('free').map(({ resource, id, from }) => ({ resource, id, holder, from })),
  });
  for (const { store, id, data, expiresAt } of of('putRecord')) await unit.put(store, id, data, expiresAt);
  for (const { store, id } of of('deleteRecord')) await unit.delete(store, id);
  for (const { to, event } of of('append')) await unit.append(streamOf(spec, to, about), [event], stamp);
};

/** The type checker finds most of these; this also covers helpers without declared result types. */
const throwIfUndeclared = ({ summary, writes = {} }: { summary: string; writes?: Writes }, intent: Intent) => {
  const declared =
    intent.intent === 'append'
      ? intent.to in writes
      : Object.values(writes).some((thing) => isSame(thing, targetOf(intent)));
  if (!declared) throw new Error(`${summary}: ${intent.intent} is not among its writes`);
};

const targetOf = (intent: Exclude<Intent, { intent: 'append' }>) => {
  if ('claims' in intent) return intent.claims;
  return 'resource' in intent ? intent.resource : intent.store;
};

const isSame = (a: Writes[string], b: Writes[string]) =>
  a.kind === b.kind && a.context === b.context && a.name === b.name;

const streamOf = ({ reads = {} }: CommandSpec, name: string, { org, input, caller, person, state }: About): Stream => {
  const read = reads[name];
  const place = read && 'id' in read ? read.id(input, { caller, person, state }) : undefined;
  if (!read || place === undefined) throw new Error(`there is no stream ${name} to append to`);
  const { org: of, id } = typeof place === 'string' ? { org, id: place } : place;
  return { context: read.of.context, org: of, aggregate: read.of.name, id };
};
