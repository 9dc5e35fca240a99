import type { Definition, Reach } from '@waybill/kernel';
import { type Grant, policyFor } from '#lib/constructs/security/grants';
import { allows, type Touch } from './iam.ts';

/** What a function was seen to do: to the table, and beside it as `ssm:GetParameter /waybill/emulator/jwks`. */
export interface Done {
  readonly touches: readonly Touch[];
  readonly beside: ReadonlySet<string>;
}

/** `keep session`: a reach as it is told apart from others. */
export const nameOf = (reach: Reach): string => {
  const { parameter, queue, source, register, resource, pad, name } = reach as any;
  return `${reach.to} ${parameter ?? queue ?? (source ?? register ?? resource ?? pad)?.name ?? name}`;
};

const actionOf = { know: 'ssm:GetParameter', set: 'ssm:PutParameter', create: 'ssm:PutParameter' } as const;
const changing = ['append', 'keep', 'book', 'note'];
const changes = ['PutItem', 'UpdateItem', 'DeleteItem'];
const table = 'table';

const statement = ({ on, actions, keys, except }: Grant) => ({
  Effect: 'Allow' as const,
  Action: actions,
  Resource: on === 'table' ? table : `${table}/index/*`,
  Condition: {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys },
    ...(except && { 'ForAllValues:StringNotLike': { 'dynamodb:LeadingKeys': except } }),
  },
});

/** Whether something was done that only this reach is there for; what may change something must have changed something. */
const isUsed = (context: string, kind: Definition['kind'], reach: Reach, { touches, beside }: Done): boolean => {
  if (reach.to === 'post') return beside.has(`sqs:SendMessage ${reach.queue}`);
  if ('parameter' in reach) return beside.has(`${actionOf[reach.to]} /waybill/emulator/${reach.parameter}`);
  const statements = policyFor(context, { kind, reaches: [reach] }).map(statement);
  return touches
    .filter(({ action }) => !changing.includes(reach.to) || changes.includes(action))
    .some((touch) => allows(statements, table, touch));
};

/** The reaches of a definition that nothing was done with. */
export const unusedReaches = (context: string, { kind, reaches = [] }: Definition, done: Done): string[] => {
  // A reaction is granted what it declares and nothing beside, as a command or a schedule is not.
  const alone = kind === 'command' || kind === 'schedule' ? 'reaction' : kind;
  return [...new Set(reaches.filter((reach) => !isUsed(context, alone, reach, done)).map(nameOf))];
};
