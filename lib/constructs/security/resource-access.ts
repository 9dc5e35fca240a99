import type { Definition, Reach } from '@waybill/kernel';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Stage } from '../../stage.ts';
import { arn, parameter, queueVariable } from '../names.ts';
import { allow } from './statements.ts';

/** The queues that a function posts to. */
export const postsTo = ({ reaches = [] }: Definition): readonly string[] => [
  ...new Set(reaches.flatMap((reach) => (reach.to === 'post' ? [reach.queue] : []))),
];

const parametersIn = (reaches: readonly Reach[], ...to: readonly Reach['to'][]) =>
  [
    ...new Set(reaches.flatMap((reach) => ('parameter' in reach && to.includes(reach.to) ? [reach.parameter] : []))),
  ].toSorted();

/** Nobody who makes a parameter may change it: see `ssm:Overwrite` in the Systems Manager user guide. */
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

/** What a function may touch beside the table, from what its definition says, and what it must be told to find it. */
export const resourceAccess = (stage: Stage, definition: Definition, queueOf: (name: string) => IQueue) => {
  const { reaches = [] } = definition;
  const queues = postsTo(definition).map((name) => ({ name, queue: queueOf(name) }));
  const parameters = (names: readonly string[]) =>
    names.map((name) => arn('ssm', `parameter${parameter(stage, name)}`));
  const statement = (actions: readonly string[], resources: readonly string[]) =>
    resources.length ? [allow(actions, ...resources)] : [];
  return {
    may: [
      // Whoever sets a parameter looks first whether there is one.
      ...statement(['ssm:GetParameter'], parameters(parametersIn(reaches, 'know', 'set', 'create'))),
      ...statement(['ssm:PutParameter'], parameters(parametersIn(reaches, 'set', 'create'))),
      ...keeping(parameters(parametersIn(reaches, 'create'))),
      ...statement(
        ['sqs:SendMessage'],
        queues.map(({ queue }) => queue.queueArn),
      ),
    ],
    environment: Object.fromEntries(queues.map(({ name, queue }) => [queueVariable(name), queue.queueUrl])),
  };
};
