import { parseArgs } from 'node:util';
import { misuse } from '../cli/options.ts';

const usage = `npm run new -- command|query|reaction|context NAME [options]

Generates working code with a test, and registers it where necessary. NAME is like change-priority.

  command NAME    a command on an aggregate that records a new event
    --context C     its context
    --aggregate A   its aggregate (default: the only aggregate of the context)
    --route R       such as "PUT /deliveries/{deliveryId}/priority" (default: derived from the name)
    --role ROLE     the required role (default: officer)
    --event E       the event it records, such as PriorityChanged (default: derived from the name)
    --internal      without a route: for reactions

  query NAME      returns a row of a read model, or a page of rows if NAME begins with list-
    --context C, --route R, --role ROLE (default: auditor)
    --projection P  the read model (default: the only one of the context)

  reaction NAME   sends a command of its context after an event of any context
    --context C
    --to EVENT      such as DeliveryStatusChanged
    --sends COMMAND such as change-priority

  context NAME    an aggregate that can be created, read and listed
    --aggregate A   (default: NAME in the singular)

  --dry-run       print the file names, and write nothing`;

const given = () => {
  const options = {
    context: { type: 'string' },
    aggregate: { type: 'string' },
    projection: { type: 'string' },
    route: { type: 'string' },
    role: { type: 'string' },
    event: { type: 'string' },
    to: { type: 'string' },
    sends: { type: 'string' },
    internal: { type: 'boolean', default: false },
    'dry-run': { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    return misuse(`${(error as Error).message.split(/\.\s/)[0]}. Try --help.`);
  }
};

const { values, positionals } = given();
if (values.help) {
  console.log(usage);
  process.exit(0);
}

/** The options of each kind of piece. */
const takes = {
  command: ['context', 'aggregate', 'route', 'role', 'event', 'internal'],
  query: ['context', 'projection', 'route', 'role'],
  reaction: ['context', 'to', 'sends'],
  context: ['aggregate'],
} as const;
type Kind = keyof typeof takes;

const [kind = '', name = '', ...more] = positionals;
if (!Object.hasOwn(takes, kind) || !name || more.length)
  misuse('Say what to write: command, query, reaction or context, and its name. Try --help.');
const useless = Object.entries(values).find(
  ([option, value]) =>
    value !== false && option !== 'dry-run' && !(takes[kind as Kind] as readonly string[]).includes(option),
);
if (useless) misuse(`A ${kind} has no --${useless[0]}. Try --help.`);

const [{ harmless, write }, { Refused, oneOf }, { contexts }, { isName }] = await Promise.all([
  import('./change.ts'),
  import('./refused.ts'),
  import('./system.ts'),
  import('./words.ts'),
]);

const made = async () => {
  if (!isName(name)) throw new Refused(`A name reads like change-priority and is no word of the code, not ${name}.`);
  if (kind === 'context') return (await import('./new-context.ts')).newContext(name, values);
  const context = oneOf('context', values.context, Object.keys(contexts));
  const role = oneOf('role', values.role ?? (kind === 'query' ? 'auditor' : 'officer'), [
    'auditor',
    'agent',
    'officer',
    'owner',
  ]);
  const options = { ...values, context, role };
  if (kind === 'query') return (await import('./new-query.ts')).newQuery(name, options);
  if (kind === 'reaction') return (await import('./new-reaction.ts')).newReaction(name, options);
  return (await import('./new-command.ts')).newCommand(name, options);
};

try {
  const changes = harmless(await made());
  if (!values['dry-run']) write(changes);
  const will = values['dry-run'] ? 'would ' : '';
  for (const { file, isNew } of changes) console.log(`${will}${isNew ? 'write ' : 'change'} ${file}`);
  if (!values['dry-run'])
    console.log(`
It works. Change its fields, its rule and its test to those of your business, then run
  npm run openapi && npm run check && npx vitest run --project unit test/${kind === 'context' ? name : values.context} test/languages
The last of these lists the sentences that are not translated yet: CONTRIBUTING.md, “A sentence in ten languages”.`);
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  misuse(error.message);
}
