import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { auditKeptDays } from '#functions/audit/domain/audit';
import * as contexts from '#functions/contexts';
import { flat, propertiesOf, templatesOn } from './support/sample-app.ts';

const groupsIn = (templates: Record<string, Template>) =>
  Object.entries(templates).flatMap(([stack, template]) =>
    Object.entries(template.findResources('AWS::Logs::LogGroup')).map(([id, group]) => ({ stack, id, group })),
  );
const prod = groupsIn(templatesOn('prod', contexts));
/** The log group that API Gateway would otherwise create with this name, for its failures only. */
const isNamedByAws = ({ id }: (typeof prod)[number]) => id.startsWith('AccessFailures');

describe('a log of a stage that keeps data', () => {
  test('is retained when its stack or its function is deleted or created again', () => {
    for (const { stack, id, group } of prod.filter((one) => !isNamedByAws(one)))
      expect(group, `${stack} ${id}`).toMatchObject({
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
      });
  });

  test('does not block later deployments: CloudFormation gives it a unique name', () => {
    const named = prod.filter(({ group }) => group.Properties.LogGroupName !== undefined);
    expect(named.map(({ id }) => id)).toEqual([expect.stringMatching(/^AccessFailures/)]);
    expect(named[0]!.group.DeletionPolicy).toBe('Delete');
  });

  test('is kept as long as the audit if it has granted and refused access, and for 90 days otherwise', () => {
    expect(auditKeptDays).toBe(400);
    for (const { stack, id, group } of prod) {
      const audits = ['Identity', 'Organizations', 'Foundation'].includes(stack) || id.startsWith('AccessLogs');
      expect(group.Properties.RetentionInDays, `${stack} ${id}`).toBe(audits ? auditKeptDays : 90);
    }
    expect(prod.filter(({ stack }) => stack === 'Foundation')).toHaveLength(1);
    expect(prod.filter(({ id }) => id.startsWith('AccessLogs'))).toHaveLength(1);
  });
});

test('the logs of a throw-away stage are deleted with it', () => {
  for (const { id, group } of groupsIn(templatesOn('tuesday')).filter((one) => !isNamedByAws(one))) {
    expect(group.DeletionPolicy, id).toBe('Delete');
    expect(group.Properties.RetentionInDays, id).toBe(30);
  }
});

test('every function writes to a log group with a retention period', () => {
  for (const template of Object.values(templatesOn('prod', contexts))) {
    const groups = Object.keys(template.findResources('AWS::Logs::LogGroup')).map((id) => `<${id}>`);
    for (const { FunctionName, LoggingConfig } of propertiesOf(template, 'AWS::Lambda::Function').map(flat))
      expect(groups, FunctionName).toContain(LoggingConfig.LogGroup);
  }
});
