import { type AccessTo, accessOf, type Definition } from '@waybill/kernel';
import { type Grant, grantsFor } from '#lib/constructs/security/grants';
import { allows, type Touch } from './iam.ts';

/** The recorded actions of a function: on the table, and others, as `ssm:GetParameter /waybill/emulator/jwks`. */
export interface Done {
  readonly touches: readonly Touch[];
  readonly beside: ReadonlySet<string>;
}

/** `readWrite recordStore session`: the id of an access. */
export const nameOf = ({ of, access }: AccessTo): string => {
  if (!('kind' in of)) return `${access} projection ${of.definition.name}`;
  const name = 'store' in of ? of.store.name : 'name' in of ? of.name : '';
  return `${access} ${of.kind} ${name}`.trim();
};

const changes = ['PutItem', 'UpdateItem', 'DeleteItem'];
const table = 'table';

const statement = ({ on, actions, keys, except }: Grant) => ({
  Effect: 'Allow' as const,
  Action: actions.map((action) => `dynamodb:${action}`),
  Resource: on === 'table' ? table : `${table}/index/*`,
  Condition: {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys },
    ...(except && { 'ForAllValues:StringNotLike': { 'dynamodb:LeadingKeys': except } }),
  },
});

/** Whether an action was recorded that needs this access; write access needs a recorded write. */
const isUsed = (given: AccessTo, { touches, beside }: Done): boolean => {
  const { of, access } = given;
  const writes = access === 'readWrite';
  if ('kind' in of && of.kind === 'queue') return beside.has(`sqs:SendMessage ${of.name}`);
  if ('kind' in of && of.kind === 'service') return [...beside].some((action) => action.startsWith(`${of.name}:`));
  if ('kind' in of && of.kind === 'parameter')
    return beside.has(`ssm:${writes ? 'Put' : 'Get'}Parameter /waybill/emulator/${of.name}`);
  const statements = grantsFor(given).map(statement);
  return touches
    .filter(({ action }) => !writes || changes.includes(action))
    .some((touch) => allows(statements, table, touch));
};

/** Declared access without a recorded action. */
export const unusedAccess = (definition: Definition, done: Done): string[] => [
  ...new Set(
    accessOf(definition)
      .filter((access) => !isUsed(access, done))
      .map(nameOf),
  ),
];
