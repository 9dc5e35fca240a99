import type { Context } from 'aws-lambda';
import * as z from 'zod';
import type { StreamReader } from '../access/handles.ts';
import { type Authority, mustBe } from '../auth/standing.ts';
import { type LambdaFunction, lambda, type Route } from '../function.ts';
import { edge, refuse, reply } from '../http/edge.ts';
import type { EndpointDefinition } from '../http/endpoint.ts';
import { logger } from '../observability/observe.ts';
import type { Platform } from '../platform.ts';
import { orgTypeNotAllowed } from '../problems/problems.ts';
import type { Source } from '../write/aggregate.ts';
import { openSystem } from './in-system.ts';
import { JobReport } from './job-report.ts';
import type { ScheduleDefinition } from './schedule.ts';

/** Of the 29 seconds that API Gateway waits; a job begins no page in its last 10 seconds. */
const runsForMs = 25_000;

interface ByHand<Members> {
  readonly summary: string;
  readonly description: string;
  /** The caller's organization, with its current members. */
  readonly authority: Source<any, Members>;
}

/**
 * An operation that runs a scheduled job now, for owners of an organization of type `Admin` and for its API keys with
 * that role. It has the lock and the report of the schedule; what it does not finish, the next run continues.
 */
export const byHand = <Members extends Authority>(
  job: LambdaFunction<ScheduleDefinition, unknown, JobReport>,
  { authority, ...about }: ByHand<Members>,
): LambdaFunction<EndpointDefinition> => {
  const { name, reads, writes, uses } = job.definition;
  const spec = {
    ...about,
    route: `POST /jobs/${name.replace(/[A-Z]/g, '-$&').toLowerCase()}` as Route,
    role: 'owner',
    standing: 'current',
    grantsAccess: true,
    input: z.strictObject({}),
    example: {},
    output: JobReport,
    refuses: [orgTypeNotAllowed],
    reads: { ...reads, authority },
    writes,
    uses,
    job: name,
  } as const;
  return lambda({ kind: 'endpoint', ...spec } as unknown as EndpointDefinition, (platform: Platform) => {
    const run = job.with(platform);
    const { context } = openSystem<{ readonly authority: StreamReader<Members> }>(platform, {
      name,
      reads: { authority },
    });
    return edge(spec, platform, async ({ caller, correlationId: correlation }) => {
      const { orgId, orgType, userId: by } = caller;
      const no = mustBe('owner', await context.inOrg(orgId).authority.state(orgId), caller);
      if (no) return refuse(no);
      if (orgType !== 'Admin') return refuse(orgTypeNotAllowed({ orgType }));
      logger.info('job by hand', { job: name, by, correlation });
      const until = platform.clock().getTime() + runsForMs;
      const getRemainingTimeInMillis = () => until - platform.clock().getTime();
      return reply(200, await run({}, { getRemainingTimeInMillis } as Context));
    });
  });
};
