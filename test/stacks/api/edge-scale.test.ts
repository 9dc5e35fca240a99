import type { Contexts } from '@waybill/kernel';
import { describe, expect, test } from 'vitest';
import * as contexts from '#functions/contexts';
import { routeOf } from '#test/support/http/definitions';
import { multiplied } from '../support/multiplied.ts';
import { ofType, policySizes, type Written, writtenFor } from '../support/written.ts';

/** Quotas of AWS, with their sources, are in docs/quotas.md. */
const quotas = { roles: 1_000, policy: 10_240, nestedOperation: 2_500, apiResources: 300 };

const countOf = (type: string, templates: readonly Written[]) => ofType(type, templates).length;

const routesIn = (all: Contexts) =>
  Object.values(all).flatMap((manifest) => Object.values(manifest).filter(({ definition }) => routeOf(definition)));

const today = writtenFor(contexts);
const tripled = multiplied(contexts, 3);
const later = writtenFor(tripled);

test('the generated contexts have three times the routes, each at a unique path', () => {
  const routes = routesIn(tripled).map(({ definition }) => routeOf(definition));
  expect(routes).toHaveLength(3 * routesIn(contexts).length);
  expect(new Set(routes).size).toBe(routes.length);
  expect(countOf('AWS::ApiGateway::Method', later)).toBe(3 * countOf('AWS::ApiGateway::Method', today));
});

describe('at three times the routes', () => {
  test('no template has more than 400 resources, or 800 KB', () => {
    expect(later.filter(({ resources }) => resources.length > 400).map(({ file }) => file)).toEqual([]);
    expect(later.filter(({ bytes }) => bytes > 800_000).map(({ file }) => file)).toEqual([]);
  });

  test('the edge with its nested stacks is one operation that CloudFormation accepts', () => {
    const edge = later.filter(({ file }) => file.startsWith('Edge'));
    expect(edge.length).toBeGreaterThan(30);
    expect(edge.flatMap(({ resources }) => resources).length).toBeLessThanOrEqual(quotas.nestedOperation);
  });

  test('a stage fits into the default quota of IAM roles of an account', () => {
    expect(countOf('AWS::IAM::Role', later)).toBeLessThanOrEqual(quotas.roles);
  });

  test('no role has larger policies than IAM accepts', () => {
    const policies = policySizes(later);
    expect(policies.length).toBe(countOf('AWS::IAM::Role', later));
    expect(Math.max(...policies)).toBeLessThan(quotas.policy);
  });
});

test('the current paths fit into the default quota of resources of an API', () => {
  expect(countOf('AWS::ApiGateway::Resource', today)).toBeLessThanOrEqual(quotas.apiResources);
});
