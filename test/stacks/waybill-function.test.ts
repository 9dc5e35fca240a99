import type { Contexts } from '@waybill/kernel';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { routeOf } from '#test/support/http/definitions';
import { appOn, flat, propertiesOf, sampleContexts, templatesOn } from './support/sample-app.ts';

const templates = templatesOn('prod');
const everywhere = (type: string) =>
  Object.values(templates).flatMap((template) => propertiesOf(template, type).map(flat));
const roles = everywhere('AWS::IAM::Role');
const statements = roles.flatMap(({ Policies = [] }) =>
  Policies.flatMap((policy: any) => policy.PolicyDocument.Statement),
);
const list = (value: string | string[]) => [value].flat();

describe('stacks', () => {
  test('find each other by name: none exports, none imports', () => {
    for (const template of Object.values(templates)) {
      const json = template.toJSON();
      expect(JSON.stringify(json)).not.toContain('Fn::ImportValue');
      for (const output of Object.values<any>(json.Outputs ?? {})) expect(output).not.toHaveProperty('Export');
    }
  });

  test('come in order: the ground, what stands on it, the front door', () => {
    const { stacks } = appOn('prod');
    const before = Object.fromEntries(
      stacks.map((stack) => [stack.node.id, stack.dependencies.map(({ node }) => node.id).toSorted()]),
    );
    expect(before).toMatchObject({ Foundation: [], Fleet: ['Foundation'], Streams: ['Foundation'] });
    expect(before.Edge).toEqual(['Deliveries', 'Fleet', 'Platform', 'Routes', 'Streams']);
  });

  test('are named after their stage', () => {
    const { stacks } = appOn('tuesday');
    expect(stacks.map(({ stackName }) => stackName)).toContain('waybill-tuesday-fleet');
  });

  test('have room for 150 functions', () => {
    for (const [name, template] of Object.entries(templatesOn('prod', grown(150)))) {
      const resources = Object.keys(template.toJSON().Resources ?? {}).length;
      expect(resources, name).toBeLessThan(500);
    }
  });
});

describe('policies', () => {
  test('belong to one function each', () => {
    const functions = everywhere('AWS::Lambda::Function');
    expect(new Set(functions.map(({ Role }) => Role)).size).toBe(functions.length);
    expect(everywhere('AWS::IAM::Policy')).toEqual([]);
  });

  test('name the keys of the table that they open, and never open all of it', () => {
    const onTable = statements.filter(({ Resource }) => list(Resource).some((arn) => arn.includes(':table/')));
    expect(onTable).not.toHaveLength(0);
    for (const { Action, Condition } of onTable) {
      if (list(Action).join() === 'dynamodb:Scan') continue;
      expect(list(Action).join()).not.toMatch(/\*|Scan|PartiQL/);
      const keys: string[] = Condition['ForAllValues:StringLike']['dynamodb:LeadingKeys'];
      for (const key of keys) expect(key).toMatch(/^[a-z]+#(\*|-)#[a-z]+#/);
    }
  });

  test('let one function scan the table, and that one see keys only', () => {
    const scans = statements.filter(({ Action }) => list(Action).join().includes('Scan'));
    expect(scans.map(({ Condition }) => Condition)).toEqual([
      {
        'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'sk'] },
        StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
      },
    ]);
  });

  test('never name all resources, but for what has none to name', () => {
    const all = statements.filter(({ Resource }) => list(Resource).includes('*')).flatMap(({ Action }) => list(Action));
    expect([...new Set(all)].toSorted()).toEqual([
      'dynamodb:ListStreams',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  });

  test('never name all actions', () => {
    for (const { Action } of statements) expect(list(Action).join()).not.toContain('*');
  });

  test('fit into what IAM allows', () => {
    for (const { Policies } of roles) expect(JSON.stringify(Policies ?? []).length).toBeLessThan(10_240);
  });
});

test.each(['prod', 'dev', 'tuesday'])('%s leaves AWS Solutions nothing to say', (stage) => {
  const { app } = appOn(stage);
  const findings = new AwsSolutionsChecks().validateScope(app).violations.map(({ ruleName, violatingResources }) => ({
    ruleName,
    where: violatingResources.map(({ constructPath }) => constructPath),
  }));
  expect(findings).toEqual([]);
});

/** This many functions, distributed over nine contexts. */
const grown = (count: number): Contexts => {
  const kinds = Object.values({ ...sampleContexts.fleet, ...sampleContexts.deliveries });
  const grownContext = (context: number) =>
    Object.fromEntries(
      Array.from({ length: Math.ceil(count / 9) }, (_, i) => {
        const { definition } = kinds[i % kinds.length]!;
        const route = routeOf(definition)?.replace(' /', ` /c${context}/n${i}/`);
        return [`doThing${i}`, { definition: { ...definition, route } } as any];
      }),
    );
  return Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`context${i}`, grownContext(i)]));
};
