import type { Contexts } from '@waybill/kernel';
import { CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { deadLettersOf, named, parameter, pascal } from '../constructs/names.ts';
import { Alarms } from '../constructs/observability/alarms.ts';
import { Overview } from '../constructs/observability/dashboard.ts';
import { contextsWithDeadLetters } from '../constructs/observability/metrics.ts';
import { sampling } from '../constructs/observability/sampling.ts';
import type { Stage } from '../stage.ts';
import { foundation } from './foundation-stack.ts';

/** Dashboard and alarms. It finds all resources by name, and no other stack depends on it. */
export class ObservabilityStack extends Stack {
  constructor(scope: Construct, contexts: Contexts, stage: Stage) {
    super(scope, 'Observability', { stackName: named(stage, 'observability') });
    const topic = this.topic(stage);
    const deadLetters = this.deadLetters(contexts, stage);
    const { all: alarms } = new Alarms(this, 'Alarms', { stage, action: new SnsAction(topic), deadLetters });
    new Overview(this, 'Overview', { stage, contexts, alarms, deadLetters });
    if (stage.traces) sampling(this, stage);
    new CfnOutput(this, 'AlarmTopic', { value: topic.topicArn });
  }

  /** Operators subscribe here. */
  private topic(stage: Stage) {
    const { key } = foundation(this, stage);
    const topic = new Topic(this, 'Topic', {
      topicName: named(stage, 'alarms'),
      enforceSSL: true,
      ...(key && { masterKey: key }),
    });
    // A topic with a policy refuses every principal that is not named, including alarms of the same account.
    topic.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    return topic;
  }

  private deadLetters(contexts: Contexts, stage: Stage): Record<string, string> {
    const find = (name: string) => StringParameter.valueForStringParameter(this, name);
    const parked = Fn.select(5, Fn.split(':', find(parameter(stage, 'parked-queue-arn'))));
    const ofContexts = contextsWithDeadLetters(contexts).map((context) => [
      `${pascal(context)}DeadLetters`,
      find(deadLettersOf(stage, context)),
    ]);
    return { Parked: parked, ...Object.fromEntries(ofContexts) };
  }
}
