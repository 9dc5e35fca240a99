import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import * as contexts from '#functions/contexts';
import { appOn, flat, propertiesOf, templatesOn } from '../support/sample-app.ts';

const owned = templatesOn('prod', contexts, { customerManagedKey: true });
const shared = templatesOn('prod', contexts);
const everywhere = (templates: typeof owned, type: string): any[] =>
  Object.values(templates).flatMap((template) => propertiesOf(template, type).map(flat));
const list = (value: string | string[]) => [value].flat();
const statementsOf = ({ Policies }: any): any[] =>
  Policies.flatMap(({ PolicyDocument }: any) => PolicyDocument.Statement);
const rolesOfFunctions = (templates: typeof owned) =>
  everywhere(templates, 'AWS::IAM::Role').filter(({ AssumeRolePolicyDocument }) =>
    JSON.stringify(AssumeRolePolicyDocument).includes('lambda.amazonaws.com'),
  );
/** The services through which a role may use the key, by the allowed actions. */
const throughIn = (statements: any[], action: string): string[] =>
  statements
    .filter(({ Action }) => list(Action).includes(action))
    .flatMap(({ Condition }) => list(Condition.StringEquals['kms:ViaService']))
    .map((service) => service.split('.')[0]!);

describe('a stage with a key of its own', () => {
  test('rotates it every year and retains it without the stacks', () => {
    const [[, key] = [], ...more] = Object.entries(owned.Foundation!.findResources('AWS::KMS::Key'));
    expect(more).toEqual([]);
    expect(key).toMatchObject({ DeletionPolicy: 'Retain', Properties: { EnableKeyRotation: true } });
    expect(everywhere(owned, 'AWS::KMS::Alias').map(({ AliasName }) => AliasName)).toEqual(['alias/waybill-prod']);
  });

  test('encrypts table, queues, alarms and every log with it', () => {
    const [table] = everywhere(owned, 'AWS::DynamoDB::Table');
    expect(table.SSESpecification).toMatchObject({
      SSEEnabled: true,
      SSEType: 'KMS',
      KMSMasterKeyId: '<Key961B73FD.Arn>',
    });
    const queues = everywhere(owned, 'AWS::SQS::Queue');
    expect(queues.length).toBeGreaterThan(5);
    for (const { KmsMasterKeyId, SqsManagedSseEnabled } of queues) {
      expect(KmsMasterKeyId).toMatch(/key/i);
      expect(SqsManagedSseEnabled).toBeUndefined();
    }
    for (const { KmsMasterKeyId } of everywhere(owned, 'AWS::SNS::Topic')) expect(KmsMasterKeyId).toMatch(/key/i);
    for (const { KmsKeyId } of everywhere(owned, 'AWS::Logs::LogGroup')) expect(KmsKeyId).toMatch(/key/i);
  });

  test('allows each function to use it only through the services that it calls', () => {
    const roles = rolesOfFunctions(owned);
    expect(roles.length).toBeGreaterThan(100);
    for (const role of roles) {
      const statements = statementsOf(role);
      const actions = statements.flatMap(({ Action }) => list(Action));
      const services = (pattern: RegExp) => [
        ...new Set(actions.filter((action) => pattern.test(action)).map((action) => action.split(':')[0]!)),
      ];
      const stored = services(/^(dynamodb|sqs|ssm):(?!GetQueueAttributes|ListQueues)/);
      const written = services(/^(dynamodb:(Put|Update|Delete|BatchWrite)|sqs:SendMessage|ssm:PutParameter)/);
      const about = JSON.stringify(actions);
      expect(throughIn(statements, 'kms:Decrypt').toSorted(), about).toEqual(stored.toSorted());
      expect(throughIn(statements, 'kms:GenerateDataKey').toSorted(), about).toEqual(written.toSorted());
      for (const { Action, Resource } of statements)
        if (list(Action).some((action) => action.startsWith('kms:'))) expect(list(Resource).join()).not.toContain('*');
    }
  });

  test('allows services that use it on their own: rules, alarms and logs', () => {
    const [{ KeyPolicy }] = everywhere(owned, 'AWS::KMS::Key');
    const services = KeyPolicy.Statement.flatMap(({ Principal }: any) => Principal.Service ?? []);
    expect(services).toEqual(['events.amazonaws.com', 'cloudwatch.amazonaws.com', 'logs.<AWS::Region>.amazonaws.com']);
    const logs = KeyPolicy.Statement.at(-1);
    expect(logs.Condition.ArnLike['kms:EncryptionContext:aws:logs:arn']).toContainEqual(
      expect.stringMatching(/:log-group:waybill-prod-\*$/),
    );
  });

  test('passes its id to functions that set secrets', () => {
    for (const { FunctionName, Environment } of everywhere(owned, 'AWS::Lambda::Function'))
      expect(Environment.Variables.WAYBILL_KEY_ARN, FunctionName).toMatch(/key/i);
  });

  test.each(['prod', 'tuesday'])('is within the quotas, without findings of AWS Solutions: %s', (stage) => {
    const { app } = appOn(stage, contexts, { customerManagedKey: true });
    expect(new AwsSolutionsChecks().validateScope(app).violations).toEqual([]);
    for (const { Policies } of everywhere(owned, 'AWS::IAM::Role'))
      expect(JSON.stringify(Policies ?? []).length).toBeLessThan(10_240);
  });
});

test('a stage without one has no statements about keys', () => {
  expect(everywhere(shared, 'AWS::KMS::Key')).toEqual([]);
  expect(JSON.stringify(Object.values(shared).map((template) => template.toJSON()))).not.toMatch(
    /kms:|KmsKeyId|KEY_ARN/,
  );
  for (const { SqsManagedSseEnabled } of everywhere(shared, 'AWS::SQS::Queue')) expect(SqsManagedSseEnabled).toBe(true);
});
