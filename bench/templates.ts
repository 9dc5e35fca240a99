import type { Contexts } from '@waybill/kernel';
import * as contexts from '#functions/contexts';
import { multiplied } from '#test/stacks/support/multiplied';
import { ofType, policySizes, type Written, writtenFor } from '#test/stacks/support/written';
import type { Result } from './result.ts';

/** Quotas of AWS, with their sources, are in docs/quotas.md; 400 and 800 KB leave room below CloudFormation's 500 and 1 MB. */
const most = { resources: 400, kilobytes: 800, roles: 1_000, policy: 10_240, operation: 2_500 };

const atMost = (what: string, unit: string, measured: number, target: number): Result => ({
  what,
  unit,
  measured,
  target: `≤ ${target}`,
  ok: measured <= target,
});

const largest = (templates: readonly Written[], sizeOf: (template: Written) => number) =>
  templates.toSorted((a, b) => sizeOf(b) - sizeOf(a))[0]!;
const nameOf = ({ file }: Written) => file.replace('.template.json', '').replace(/\.nested$/, '');

const sizesOf = (when: string, all: Contexts): Result[] => {
  const templates = writtenFor(all);
  const longest = largest(templates, ({ resources }) => resources.length);
  const heaviest = largest(templates, ({ bytes }) => bytes);
  const edge = templates.filter(({ file }) => file.startsWith('Edge')).flatMap(({ resources }) => resources).length;
  return [
    { what: `${when}: routes`, measured: ofType('AWS::ApiGateway::Method', templates).length, unit: 'methods' },
    { what: '  templates', measured: templates.length },
    atMost(`  the longest, ${nameOf(longest)}`, 'resources', longest.resources.length, most.resources),
    atMost(`  the largest, ${nameOf(heaviest)}`, 'KB', heaviest.bytes / 1_000, most.kilobytes),
    atMost('  the edge with its nested stacks, in one operation', 'resources', edge, most.operation),
    atMost(
      '  IAM roles of a stage, of what an account may have',
      'roles',
      ofType('AWS::IAM::Role', templates).length,
      most.roles,
    ),
    atMost('  the largest policies of a role', 'bytes', Math.max(...policySizes(templates)), most.policy),
    { what: '  managed policies', measured: ofType('AWS::IAM::ManagedPolicy', templates).length },
    { what: '  policies beside roles', measured: ofType('AWS::IAM::Policy', templates).length },
  ];
};

/** The size of a stage's templates, today and with every context three times, against AWS quotas. */
export const templates = async (): Promise<Result[]> => [
  ...sizesOf('today', contexts),
  ...sizesOf('at three times the routes', multiplied(contexts, 3)),
];
