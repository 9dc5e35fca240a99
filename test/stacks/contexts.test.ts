import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { AwsSolutionsChecks } from 'cdk-nag';
import { beforeAll, describe, expect, test } from 'vitest';
import * as contexts from '#functions/contexts';
import { built } from '#lib/constructs/bundle';
import { root } from '#lib/constructs/esbuild';
import { stages } from '#lib/stage';
import { flat, houseOn, propertiesOf, templatesOn } from './support/house.ts';

/** The same promises, for the house as it is today. */
const templates = Object.values(templatesOn('prod', contexts));
const everywhere = (type: string) => templates.flatMap((template) => propertiesOf(template, type).map(flat));

test('every function has a name of its own', () => {
  const names = everywhere('AWS::Lambda::Function').map(({ FunctionName }) => FunctionName);
  expect(new Set(names).size).toBe(names.length);
});

test('every rule waits for an event or for a time', () => {
  for (const { EventPattern, ScheduleExpression } of everywhere('AWS::Events::Rule')) {
    if (ScheduleExpression) expect(ScheduleExpression).toMatch(/^(rate|cron)\(/);
    else expect(EventPattern).toEqual({ 'detail-type': [expect.stringMatching(/^[A-Z][A-Za-z]+$/)] });
  }
});

test('every stack and every policy fits', () => {
  for (const template of templates) expect(Object.keys(template.toJSON().Resources ?? {}).length).toBeLessThan(500);
  for (const { Policies } of everywhere('AWS::IAM::Role'))
    expect(JSON.stringify(Policies ?? []).length).toBeLessThan(10_240);
});

test('AWS Solutions has nothing to say', () => {
  const { violations } = new AwsSolutionsChecks().validateScope(houseOn('prod', contexts).app);
  expect(violations).toEqual([]);
});

describe('the code', () => {
  const bundles = [...Object.keys(contexts), 'streams', 'authorizer'];
  let exported: Record<string, string[]> = {};

  /** Loaded as Lambda loads it, in a Node of its own that knows nothing of the house. */
  beforeAll(() => {
    for (const name of bundles) built.bundle(name, stages.local);
    const file = (name: string) => join(root, 'cdk.out/bundles/local', name, `${name}.mjs`);
    const exportsOf = `async (file) => Object.keys(await import(file))`;
    const script = `Promise.all(${JSON.stringify(bundles.map(file))}.map(${exportsOf})).then((all) => console.log(JSON.stringify(all)))`;
    const all = JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', env: {} }));
    exported = Object.fromEntries(bundles.map((name, i) => [name, all[i]]));
  }, 60_000);

  test('of every function is where its handler says', () => {
    for (const { Handler } of everywhere('AWS::Lambda::Function')) {
      const [bundle = '', name] = Handler.split('.');
      expect(exported[bundle], Handler).toContain(name);
    }
  });
});
