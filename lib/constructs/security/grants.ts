import {
  type AccessTo,
  accessOf,
  budgetUses,
  type Claims,
  type Contexts,
  type Definition,
  heartbeats,
  isHttp,
  type Log,
  type RecordStore,
  type Resource,
  rebuilderName,
  type Source,
  shapesPlace,
} from '@waybill/kernel';

/** Actions on partitions of the table or of its indexes. */
export interface Grant {
  readonly on: 'table' | 'indexes';
  readonly actions: readonly string[];
  /** Patterns of partition keys, for `dynamodb:LeadingKeys`. */
  readonly keys: readonly string[];
  /** Exceptions from them: in a pattern, `*` also matches `#`. */
  readonly except?: readonly string[];
  /** The readable attributes of a scan, which has no partition key to limit it. */
  readonly attributes?: readonly string[];
}

const look = ['Query', 'GetItem'];
const lookup = [...look, 'BatchGetItem'];
/** Reads, and condition checks at commit that what was read is unchanged. */
const guardedRead = [...look, 'BatchGetItem', 'ConditionCheckItem'];

const grant = (actions: readonly string[], ...keys: readonly string[]): Grant => ({ on: 'table', actions, keys });
/** An aggregate may share its name with a resource, a read model or records: its grant covers only its events. */
const onEvents = (actions: readonly string[], source: Source): Grant => ({
  ...grant(actions, events(source)),
  except: ['bookings', 'claim', 'view', 'record', 'held', 'under'].map((what) => `*#${what}#*`),
});
const list = (...keys: readonly string[]): Grant => ({ on: 'indexes', actions: ['Query'], keys });

/** The keys of architecture §2. The organization is a wildcard: the caller's token determines it. */
const events = ({ context, name }: Source) => `${context}#*#${name}#*`;
const claims = ({ context, name }: Claims) => `${context}#*#claim#${name}#*`;
const bookings = ({ context, name }: Resource) => `${context}#*#bookings#${name}#*`;
const booked = ({ context, name }: Resource) => `${context}#*#bookings#${name}`;
const rows = (context: string, view?: string) => `${context}#*#view#${view ? `${view}#` : ''}*`;
const counters = (context: string, view = '*') => `${context}#*#counters#${view}`;
const record = ({ context, name }: RecordStore) => `${context}#-#record#${name}#*`;
/** A record, its unique fields, and its search entries. */
const records = ({ context, name }: RecordStore) =>
  ['record', 'held', 'under'].map((part) => `${context}#-#${part}#${name}#*`);
const due = ({ context, name }: RecordStore) => `${context}#-#due#${name}`;
const logEntries = ({ context, name }: Log) => `${context}#-#${name}#*`;
/** Counted requests: of every function that answers over HTTP. */
const rates = 'limits#-#rate#*';
/** Where the projector records the heartbeat. */
const receivedHeartbeats = 'platform#-#heartbeat#received';
const lock = (job: string) => `jobs#-#lock#job#${job}`;
/** Where the shapes of all rows are stored. */
const shapes = `jobs#-#lock#${shapesPlace}`;

const appends = (source: Source) => onEvents([...guardedRead, 'PutItem'], source);
/** A read model, and the tails of the streams after a row's checkpoints; for one that is not stored, the whole stream. */
const views = ({ name, of, sources, stored }: Extract<Definition, { readonly kind: 'projection' }>) => [
  ...sources.map((source) => onEvents(lookup, source)),
  ...(stored === false
    ? []
    : [grant(lookup, rows(of.context, name), counters(of.context, name)), list(rows(of.context, name))]),
];

/** The permissions for one declared resource. */
export const grantsFor = ({ of, access, guarded }: AccessTo): Grant[] => {
  const writes = access === 'readWrite';
  if (!('kind' in of)) return views(of.definition);
  switch (of.kind) {
    case 'aggregate':
      return [writes ? appends(of) : onEvents(guarded ? guardedRead : lookup, of)];
    case 'resource': {
      const changes = writes ? ['PutItem', 'DeleteItem', 'UpdateItem'] : [];
      return [grant([...(guarded ? guardedRead : lookup), ...changes], bookings(of)), list(booked(of))];
    }
    case 'claims':
      return [grant(writes ? ['PutItem', 'DeleteItem'] : ['GetItem'], claims(of))];
    case 'recordStore':
      return [grant([...look, ...(writes ? ['PutItem', 'DeleteItem'] : [])], ...records(of))];
    case 'expired':
      return [list(due(of.store)), grant(['BatchGetItem'], record(of.store))];
    case 'log':
      return [grant(writes ? ['PutItem', 'Query'] : ['Query'], logEntries(of))];
    case 'budgets':
      return [grant(['PutItem', 'Query', 'DeleteItem'], logEntries(budgetUses))];
    case 'probes':
      return [grant(['PutItem', 'Query'], logEntries(heartbeats))];
    case 'anyRows':
      return [list(...of.contexts.map((context) => `${context}#-#view#*`))];
    // These are not in the table: see `resourceAccess`.
    case 'parameter':
    case 'queue':
    case 'service':
      return [];
  }
};

/** The job that a function runs, by schedule or by hand. */
const jobOf = (definition: Definition): string | undefined => {
  if (definition.kind === 'schedule') return definition.name;
  return definition.kind === 'endpoint' ? definition.job : undefined;
};

/** The permissions of a function on the table, from its definition. */
export const policyFor = (definition: Definition): Grant[] => {
  const job = jobOf(definition);
  const own = job ? [grant(['GetItem', 'PutItem', 'UpdateItem'], lock(job))] : [];
  const isLimited = isHttp(definition) && definition.route && definition.limited !== 'own';
  const limited = isLimited ? [grant(['Query', 'UpdateItem'], rates)] : [];
  return merged([...accessOf(definition).flatMap(grantsFor), ...own, ...limited]);
};

/** The projector and the rebuilder read the projected streams, and write rows and counters. */
const projecting = (contexts: Contexts): Grant[] =>
  Object.values(contexts)
    .flatMap((manifest) => Object.values(manifest))
    .flatMap(({ definition }) =>
      definition.kind === 'projection'
        ? [
            ...definition.sources.map((source) => onEvents(['Query'], source)),
            grant(
              ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'],
              rows(definition.of.context),
              counters(definition.of.context),
            ),
          ]
        : [],
    );

/** The projector also records the heartbeat. */
export const projectorPolicy = (contexts: Contexts): Grant[] =>
  merged([grant(['PutItem'], receivedHeartbeats), ...projecting(contexts)]);

/** The rebuilder also scans the keys of the table, takes its lock and stores its progress. */
export const rebuilderPolicy = (contexts: Contexts): Grant[] =>
  merged([
    { on: 'table', actions: ['Scan'], keys: [], attributes: ['pk', 'sk'] },
    grant(['GetItem', 'PutItem', 'UpdateItem'], lock(rebuilderName)),
    grant(['GetItem', 'PutItem'], shapes),
    ...projecting(contexts),
  ]);

/** The publisher writes event logs and does not read them. */
export const publisherPolicy = (contexts: Contexts): Grant[] =>
  merged(
    Object.values(contexts)
      .flatMap((manifest) => Object.values(manifest))
      .flatMap(({ definition }) =>
        definition.kind === 'eventLog' ? [grant(['BatchWriteItem'], logEntries(definition.log))] : [],
      ),
  );

/** One statement for each set of actions: the policies of a role are limited to 10,240 characters. */
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
