import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { requestSettings } from '#lib/constructs/compute/environment';
import { type Stage, stages } from '#lib/stage';
import { appOn, flat, propertiesOf, sampleContexts, templatesOn } from '../support/sample-app.ts';

const webAcl = { requestsPerFiveMinutes: 20_000 };
const guarded = () => templatesOn('prod', sampleContexts, { webAcl }).Edge!;

describe('a web ACL', () => {
  test('is not part of a stage that does not ask for one: it costs money', () => {
    expect(propertiesOf(templatesOn('prod').Edge!, 'AWS::WAFv2::WebACL')).toEqual([]);
    expect(Object.values(stages).filter((stage: Stage) => stage.webAcl)).toEqual([]);
  });

  test('refuses floods of one address and known attacks, and lets everything else pass', () => {
    const [acl, ...others] = propertiesOf(guarded(), 'AWS::WAFv2::WebACL');
    expect(others).toEqual([]);
    expect(acl).toMatchObject({ Scope: 'REGIONAL', DefaultAction: { Allow: {} }, Name: 'waybill-prod' });
    const [flood, attacks] = acl.Rules;
    expect(flood).toMatchObject({
      Action: { Block: {} },
      Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 20_000 } },
    });
    expect(attacks.Statement.ManagedRuleGroupStatement).toMatchObject({
      VendorName: 'AWS',
      Name: 'AWSManagedRulesCommonRuleSet',
    });
    expect(new Set(acl.Rules.map(({ Priority }: any) => Priority)).size).toBe(acl.Rules.length);
  });

  test('does not refuse bodies that the functions accept', () => {
    const [{ Rules }] = propertiesOf(guarded(), 'AWS::WAFv2::WebACL');
    expect(Rules[1].Statement.ManagedRuleGroupStatement.RuleActionOverrides).toEqual([
      { Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } },
    ]);
  });

  test('is attached to the stage of the API, after it exists', () => {
    const template = guarded();
    const [association] = Object.values<any>(template.findResources('AWS::WAFv2::WebACLAssociation'));
    expect(flat(association.Properties.ResourceArn)).toMatch(/:apigateway:.*::\/restapis\/.*\/stages\/v1$/);
    const [live] = Object.keys(template.findResources('AWS::ApiGateway::Stage'));
    expect([association.DependsOn].flat()).toContain(live);
  });

  test('satisfies the AWS Solutions rule that its absence is acknowledged for', () => {
    const { violations } = new AwsSolutionsChecks().validateScope(appOn('prod', sampleContexts, { webAcl }).app);
    const places = violations.flatMap(({ ruleName, violatingResources }) =>
      ruleName === 'AwsSolutions-APIG3' ? violatingResources.map(({ constructPath }) => constructPath) : [],
    );
    expect(places).toEqual([]);
  });
});

test('countries without a limit are those that the stage names, by their two letters', () => {
  const of = (...freeCountries: string[]) => requestSettings({ ...stages.prod, freeCountries });
  expect(of('US', 'GB')).toEqual({ WAYBILL_FREE_COUNTRIES: 'US,GB' });
  expect(requestSettings(stages.prod)).toEqual({});
  for (const name of ['uk', 'USA', 'U,S', '']) expect(() => of(name)).toThrow(/no country/);
});
