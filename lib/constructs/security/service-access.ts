import { accessOf, type Definition, type Service } from '@waybill/kernel';
import { Aws } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { allow } from './statements.ts';

type ServiceName = Service['name'];

/** A finding of AWS's rules, and the reason why it is accepted. */
export interface Acknowledged {
  readonly id: string;
  readonly reason: string;
}

/** In all regions: an operator may send from another one than that of the stage. */
const ses = (resource: string) => `arn:${Aws.PARTITION}:ses:*:${Aws.ACCOUNT_ID}:${resource}/*`;
/** Topics and the endpoints of devices. The resource of an SMS is its telephone number, which is no ARN. */
const snsArns = `arn:${Aws.PARTITION}:sns:*:*:*`;

const statements: Readonly<Record<ServiceName, () => readonly PolicyStatement[]>> = {
  ses: () => [allow(['ses:SendEmail'], ses('identity'), ses('configuration-set'))],
  sns: () => [
    allow(['sns:Publish'], '*'),
    new PolicyStatement({ effect: Effect.DENY, actions: ['sns:Publish'], resources: [snsArns] }),
  ],
};

const sesFinding = (resource: string) =>
  `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:*:<AWS::AccountId>:${resource}/*]`;
const sesReason =
  'Operators choose the sender and its region while the stage runs. All identities are of this account.';

const acknowledged: Readonly<Record<ServiceName, readonly Acknowledged[]>> = {
  ses: ['identity', 'configuration-set'].map((resource) => ({ id: sesFinding(resource), reason: sesReason })),
  sns: [
    {
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'The resource of an SMS is a telephone number, which no ARN names. Publishing to any ARN is denied.',
    },
  ],
};

/** What a function may do with other services of AWS, from its definition. */
export const serviceAccess = (definition: Definition) => {
  const declared = accessOf(definition).flatMap(({ of }) => ('kind' in of && of.kind === 'service' ? [of.name] : []));
  const names = [...new Set(declared)].toSorted();
  return {
    may: names.flatMap((name) => statements[name]()),
    acknowledged: names.flatMap((name) => acknowledged[name]),
  };
};
