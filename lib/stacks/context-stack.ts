import {
  accessOf,
  type Definition,
  type HttpDefinition,
  isHttp,
  type Manifest,
  type ReactionDefinition,
  type ScheduleDefinition,
  type SetupDefinition,
  type WorkerDefinition,
} from '@waybill/kernel';
import { CustomResource, Duration, Stack, Tags } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Build } from '../constructs/compute/bundle.ts';
import { contextEntries } from '../constructs/compute/entries.ts';
import { environmentOf } from '../constructs/compute/environment.ts';
import { WaybillFunction, type WaybillFunctionProps } from '../constructs/compute/waybill-function.ts';
import { deadLettersIn } from '../constructs/messaging/dead-letters.ts';
import { consuming, feed } from '../constructs/messaging/feed.ts';
import { PostedQueue, postedElsewhere } from '../constructs/messaging/posted-queue.ts';
import { ReactionQueue } from '../constructs/messaging/reaction-queue.ts';
import { mistakeIn } from '../constructs/messaging/schedule-expression.ts';
import { apiStage, apiUrlOf, arn, named, pascal } from '../constructs/names.ts';
import { probes } from '../constructs/observability/probes.ts';
import { policyFor } from '../constructs/security/grants.ts';
import { resourceAccess } from '../constructs/security/resource-access.ts';
import { allow, onTable } from '../constructs/security/statements.ts';
import type { Stage } from '../stage.ts';
import { foundation } from './foundation-stack.ts';

type Needs = Pick<WaybillFunctionProps, 'seconds' | 'deadLetterQueue'> & Partial<Pick<WaybillFunctionProps, 'may'>>;

interface Props {
  readonly context: string;
  readonly manifest: Manifest;
  /** See `queueOwners`. */
  readonly owners: ReadonlyMap<string, string>;
  readonly stage: Stage;
  readonly build: Build;
}

/** The stack of a bounded context, built from its manifest. */
export class ContextStack extends Stack {
  constructor(scope: Construct, { context, manifest, owners, stage, build }: Props) {
    super(scope, pascal(context), { stackName: named(stage, context) });
    Tags.of(this).add('context', context);

    const ground = foundation(this, stage);
    const { apiId, bus, key } = ground;
    const code = build(context, stage, () => contextEntries(context, manifest));

    const lambda = (name: string, definition: Definition, { may = [], ...needs }: Needs) => {
      const beside = resourceAccess(stage, definition, posted);
      return new WaybillFunction(this, {
        ...needs,
        stage,
        key,
        context,
        name,
        code,
        acknowledged: beside.acknowledged,
        may: [...onTable(stage, policyFor(definition)), ...beside.may, ...may],
        environment: { ...environmentOf(context, stage, apiUrlOf(stage, apiId)), ...beside.environment },
      });
    };

    /** API Gateway may invoke it for its own route only. */
    const endpoint = (name: string, definition: HttpDefinition) => {
      if (!definition.route) return;
      const runsJob = definition.kind === 'endpoint' && definition.job !== undefined;
      const fn = lambda(name, definition, { seconds: runsJob ? 29 : 10 });
      const path = definition.route.replace(' ', '').replaceAll(/{\w+}/g, '*');
      new CfnPermission(fn, 'Invoke', {
        action: 'lambda:InvokeFunction',
        principal: 'apigateway.amazonaws.com',
        functionName: fn.functionArn,
        sourceArn: arn('execute-api', `${apiId}/${apiStage}/${path}`),
      });
    };

    const reaction = (name: string, definition: ReactionDefinition) => {
      const seconds = 60;
      const queue = new ReactionQueue(this, `${pascal(name)}Queue`, {
        bus,
        on: definition.on,
        seconds,
        deadLetters: letters(),
        key,
      });
      queue.feed(lambda(name, definition, { seconds, may: [queue.consuming] }));
    };

    const worker = (name: string, definition: WorkerDefinition) => {
      const queue = posted(definition.queue.name);
      const fn = lambda(name, definition, { seconds: 60, may: [consuming(queue)] });
      feed(fn, queue, fn, definition.maxConcurrency);
    };

    const schedule = (name: string, definition: ScheduleDefinition) => {
      const mistake = mistakeIn(definition.every);
      if (mistake) throw new Error(`${context}.${name}: ${mistake}`);
      const deadLetterQueue = letters();
      const probing = usesProbes(definition) ? probes(this, stage) : [];
      const may = [allow(['sqs:SendMessage'], deadLetterQueue.queueArn), ...probing];
      const fn = lambda(name, definition, { seconds: 300, deadLetterQueue, may });
      new Rule(this, `${pascal(name)}Rule`, {
        schedule: Schedule.expression(definition.every),
        targets: [new LambdaFunction(fn)],
      });
    };

    /** Runs at every deployment, which waits for it: the timestamp makes each deployment differ. */
    const setup = (name: string, definition: SetupDefinition) => {
      const fn = lambda(name, definition, { seconds: 120 });
      new CustomResource(this, `${pascal(name)}Run`, {
        resourceType: 'Custom::Setup',
        serviceToken: fn.functionArn,
        serviceTimeout: Duration.minutes(5),
        properties: { deployedAt: new Date().toISOString() },
      });
    };

    /** The dead-letter queue of the context, created on first use. */
    let deadLetters: Queue | undefined;
    const letters = () => {
      deadLetters ??= deadLettersIn(this, { stage, context, key });
      return deadLetters;
    };

    /** The queues of its workers, and those that it sends to, each created or found on first use. */
    const queues = new Map<string, IQueue>();
    const posted = (name: string) => {
      const isOwn = (owners.get(name) ?? context) === context;
      const make = () =>
        isOwn
          ? new PostedQueue(this, { stage, queue: name, deadLetters: letters(), key }).queue
          : postedElsewhere(this, stage, name);
      const known = queues.get(name) ?? make();
      queues.set(name, known);
      return known;
    };

    /** Stream readers run projections and event logs, the API the authorizer. */
    for (const [name, { definition }] of Object.entries(manifest)) {
      if (isHttp(definition)) endpoint(name, definition);
      else if (definition.kind === 'reaction') reaction(name, definition);
      else if (definition.kind === 'worker') worker(name, definition);
      else if (definition.kind === 'schedule') schedule(name, definition);
      else if (definition.kind === 'setup') setup(name, definition);
    }
  }
}

const usesProbes = (definition: Definition) =>
  accessOf(definition).some(({ of }) => 'kind' in of && of.kind === 'probes');
