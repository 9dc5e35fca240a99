import { type AccessTo, accessOf, type Contexts, type Definition, type Parameter } from '@waybill/kernel';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Stage } from '../../stage.ts';
import { authorizerOf } from '../compute/entries.ts';
import { arn, parameter, queueVariable } from '../names.ts';
import { serviceAccess } from './service-access.ts';
import { allow } from './statements.ts';

/** The queues that a function sends messages to. */
export const queuesOf = (definition: Definition): readonly string[] => [
  ...new Set(accessOf(definition).flatMap(({ of }) => ('kind' in of && of.kind === 'queue' ? [of.name] : []))),
];

/**
 * Whose stack has each queue, by the name of the queue: the context of its worker; the foundation, which is deployed first,
 * if the authorizer sends to it.
 */
export const queueOwners = (contexts: Contexts): ReadonlyMap<string, string> =>
  new Map([
    ...Object.entries(contexts).flatMap(([context, manifest]) =>
      Object.values(manifest).flatMap(({ definition }) =>
        definition.kind === 'worker' ? [[definition.queue.name, context] as const] : [],
      ),
    ),
    ...queuesOf(authorizerOf(contexts)).map((name) => [name, 'foundation'] as const),
  ]);

const parametersOf = (definition: Definition, suits: (of: Parameter, access: AccessTo['access']) => boolean) =>
  [
    ...new Set(
      accessOf(definition).flatMap(({ of, access }) =>
        'kind' in of && of.kind === 'parameter' && suits(of, access) ? [of.name] : [],
      ),
    ),
  ].toSorted();

/** A parameter that may only be created is never overwritten: see `ssm:Overwrite` in the Systems Manager user guide. */
const keeping = (resources: readonly string[]) =>
  resources.length
    ? [
        new PolicyStatement({
          effect: Effect.DENY,
          actions: ['ssm:PutParameter'],
          resources: [...resources],
          conditions: { StringEquals: { 'ssm:Overwrite': 'true' } },
        }),
      ]
    : [];

/** A function's permissions beyond the table, from its definition, and environment variables for the resources. */
export const resourceAccess = (stage: Stage, definition: Definition, queueOf: (name: string) => IQueue) => {
  const queues = queuesOf(definition).map((name) => ({ name, queue: queueOf(name) }));
  const parameters = (names: readonly string[]) =>
    names.map((name) => arn('ssm', `parameter${parameter(stage, name)}`));
  const statement = (actions: readonly string[], resources: readonly string[]) =>
    resources.length ? [allow(actions, ...resources)] : [];
  const services = serviceAccess(definition);
  return {
    acknowledged: services.acknowledged,
    may: [
      ...services.may,
      // Writing a parameter includes reading it first.
      ...statement(['ssm:GetParameter'], parameters(parametersOf(definition, () => true))),
      ...statement(['ssm:PutParameter'], parameters(parametersOf(definition, (_, access) => access === 'readWrite'))),
      ...keeping(parameters(parametersOf(definition, ({ once }, access) => once && access === 'readWrite'))),
      ...statement(
        ['sqs:SendMessage'],
        queues.map(({ queue }) => queue.queueArn),
      ),
    ],
    environment: Object.fromEntries(queues.map(({ name, queue }) => [queueVariable(name), queue.queueUrl])),
  };
};
