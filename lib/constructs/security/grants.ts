import { type Contexts, type Definition, type Reach, rebuilderName, shapesPlace } from '@waybill/kernel';

type Source = Extract<Reach, { to: 'read' }>['source'];
type Resource = Extract<Reach, { to: 'see' | 'book' }>['resource'];
type Register = Extract<Reach, { to: 'consult' | 'keep' | 'sweep' }>['register'];
type Pad = Extract<Reach, { to: 'recall' | 'note' | 'count' }>['pad'];
type View = Extract<Reach, { to: 'view' }>;

/** What may be done to which partitions of the table, or of its indexes. */
export interface Grant {
  readonly on: 'table' | 'indexes';
  readonly actions: readonly string[];
  /** Patterns of partition keys, for `dynamodb:LeadingKeys`. */
  readonly keys: readonly string[];
  /** Those of them that are meant for something else: in a pattern, `*` runs over a `#`. */
  readonly except?: readonly string[];
  /** The attributes that are seen, where that is what it is about: a scan names no partition, so that no key can hold it back. */
  readonly attributes?: readonly string[];
}

const look = ['Query', 'GetItem'];
const lookup = [...look, 'BatchGetItem'];
/** Looks, and makes sure that what was seen still holds when the decision is written. */
const consult = [...look, 'ConditionCheckItem'];

const grant = (actions: readonly string[], ...keys: readonly string[]): Grant => ({ on: 'table', actions, keys });
/** An aggregate may share its name with a resource, a read model or records: what is said of its events is said of them only. */
const onEvents = (actions: readonly string[], source: Source): Grant => ({
  ...grant(actions, events(source)),
  except: ['bookings', 'claim', 'view', 'record', 'held', 'under'].map((what) => `*#${what}#*`),
});
const list = (...keys: readonly string[]): Grant => ({ on: 'indexes', actions: ['Query'], keys });

/** The keys of architecture §2. The org is any: which one it is, the caller's token says. */
const events = ({ context, name }: Source) => `${context}#*#${name}#*`;
const claims = (context: string, kind?: string) => `${context}#*#claim#${kind ? `${kind}#` : ''}*`;
const bookings = ({ context, name }: Resource) => `${context}#*#bookings#${name}#*`;
const booked = ({ context, name }: Resource) => `${context}#*#bookings#${name}`;
const rows = (context: string, view?: string) => `${context}#*#view#${view ? `${view}#` : ''}*`;
const tallies = (context: string, view = '*') => `${context}#*#tally#${view}`;
/** A record, what it holds, and where it is found. */
const records = ({ context, name }: Register) =>
  ['record', 'held', 'under'].map((part) => `${context}#-#${part}#${name}#*`);
const due = ({ context, name }: Register) => `${context}#-#due#${name}`;
const notes = ({ context, name }: Pad) => `${context}#-#${name}#*`;
/** Where the projector notes that the stream has come through. */
const pulses = 'platform#-#pulse#felt';
const lock = (job: string) => `jobs#-#lock#job#${job}`;
/** Where it is remembered which shapes all rows have. */
const shapes = `jobs#-#lock#${shapesPlace}`;

const appends = (source: Source) => onEvents([...consult, 'PutItem'], source);
const claiming = (context: string) => grant(['PutItem', 'DeleteItem'], claims(context));
/** A read model, and the tail of the stream that a row has not seen yet. */
const views = ({ context, name, of }: View) => [
  grant(lookup, rows(context, name), tallies(context, name)),
  onEvents(lookup, of),
  list(rows(context, name)),
];

/** What a call may do to records, wherever it is answered. */
const recorded = (reach: Reach): Grant[] | undefined => {
  if (reach.to === 'consult') return [grant(look, ...records(reach.register))];
  if (reach.to === 'keep') return [grant([...look, 'PutItem', 'DeleteItem'], ...records(reach.register))];
  if (reach.to === 'count') return [grant(['PutItem', 'Query', 'DeleteItem'], notes(reach.pad))];
  if (reach.to === 'sweep') return [list(due(reach.register))];
  // Parameters and queues are no part of the table: see `Surroundings`.
  return 'parameter' in reach || reach.to === 'post' ? [] : undefined;
};

/** What a question may touch. */
const asked = (reach: Reach): Grant[] => {
  if (reach.to === 'consult' || reach.to === 'know') return recorded(reach)!;
  if (reach.to === 'view') return views(reach);
  if (reach.to === 'read') return [onEvents(lookup, reach.source)];
  if (reach.to === 'see') return [grant(lookup, bookings(reach.resource)), list(booked(reach.resource))];
  if (reach.to === 'recall') return [grant(['Query'], notes(reach.pad))];
  if (reach.to === 'lookUp') return [grant(['GetItem'], claims(reach.context, reach.name))];
  throw new Error(`a query cannot ${reach.to}`);
};

/** What a decision may touch. */
const decided =
  (context: string) =>
  (reach: Reach): Grant[] => {
    const kept = recorded(reach);
    if (kept) return kept;
    if (reach.to === 'view') return views(reach);
    if (reach.to === 'read') return [onEvents(consult, reach.source)];
    if (reach.to === 'append')
      return [appends(reach.source), ...(reach.source.context === context ? [claiming(context)] : [])];
    if (reach.to === 'glance') return [list(`${reach.context}#-#view#${reach.name}#*`)];
    if (reach.to === 'recall' || reach.to === 'note')
      return [grant(reach.to === 'note' ? ['PutItem', 'Query'] : ['Query'], notes(reach.pad))];
    if (reach.to !== 'book' && reach.to !== 'see') throw new Error(`a decision cannot ${reach.to}`);
    const changes = reach.to === 'book' ? ['PutItem', 'DeleteItem', 'UpdateItem'] : [];
    return [grant([...consult, ...changes], bookings(reach.resource)), list(booked(reach.resource))];
  };

/** What a call may touch, and whoever admits: it reads histories, appends to those it says it appends to, and notes. */
const called = (reach: Reach): Grant[] => {
  const kept = recorded(reach);
  if (kept) return kept;
  if (reach.to === 'append') return [appends(reach.source)];
  if (reach.to === 'note') return [grant(['PutItem', 'Query'], notes(reach.pad))];
  return asked(reach);
};

/** A command that is sent from a call makes sure that what it read still holds. */
const sent = (reach: Reach): Grant[] =>
  reach.to === 'read' ? [onEvents([...lookup, 'ConditionCheckItem'], reach.source)] : called(reach);

/** A command appends to its own aggregate, and to others only where it says so. */
const owned = ({ on, of }: Definition): Grant[] => {
  const own: Source | undefined = on ?? of?.definition.on;
  return own ? [appends(own), claiming(own.context)] : [];
};

/** The least a function of that context may do to the table, from what its definition says. */
export const policyFor = (context: string, definition: Definition): Grant[] => {
  const { kind, name, reaches = [] } = definition;
  const may = () => reaches.flatMap(decided(context));
  if (kind === 'query') return merged(reaches.flatMap(asked));
  if (kind === 'endpoint') return merged(reaches.flatMap(sent));
  if (kind === 'authorizer' || kind === 'setup') return merged(reaches.flatMap(called));
  if (kind === 'command') return merged([...owned(definition), ...may()]);
  if (kind === 'reaction') return merged(may());
  if (kind === 'schedule') return merged([...may(), grant(['GetItem', 'PutItem', 'UpdateItem'], lock(name))]);
  return [];
};

/** Whoever tells projections reads the histories that are projected, and writes rows and tallies; nothing else. */
const telling = (contexts: Contexts): Grant[] =>
  Object.values(contexts)
    .flatMap((manifest) => Object.values(manifest))
    .flatMap(({ definition: { kind, of } }) =>
      kind === 'projection'
        ? [
            onEvents(['Query'], of),
            grant(['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'], rows(of.context), tallies(of.context)),
          ]
        : [],
    );

/** The projector also notes a pulse. */
export const projectorPolicy = (contexts: Contexts): Grant[] =>
  merged([grant(['PutItem'], pulses), ...telling(contexts)]);

/** The rebuilder also walks the keys of the table, and sees nothing but keys there; it takes its lock, and remembers how far it is. */
export const rebuilderPolicy = (contexts: Contexts): Grant[] =>
  merged([
    { on: 'table', actions: ['Scan'], keys: [], attributes: ['pk', 'sk'] },
    grant(['GetItem', 'PutItem', 'UpdateItem'], lock(rebuilderName)),
    grant(['GetItem', 'PutItem'], shapes),
    ...telling(contexts),
  ]);

/** The publisher writes down what it tells, and reads nothing of it. */
export const publisherPolicy = (contexts: Contexts): Grant[] =>
  merged(
    Object.values(contexts)
      .flatMap((manifest) => Object.values(manifest))
      .flatMap(({ definition: { kind, log } }) => (kind === 'eventLog' ? [grant(['BatchWriteItem'], notes(log))] : [])),
  );

/** One statement for each set of actions: a role's policies have 10,240 characters and no more. */
const merged = (grants: readonly Grant[]): Grant[] => {
  const alike = Map.groupBy(grants, ({ on, actions, except = [], attributes = [] }) =>
    [on, actions, except, attributes].join(' '),
  );
  return [...alike.values()].map((group) => ({
    ...group[0]!,
    actions: group[0]!.actions.map((action) => `dynamodb:${action}`),
    keys: [...new Set(group.flatMap(({ keys }) => keys))].toSorted(),
  }));
};
