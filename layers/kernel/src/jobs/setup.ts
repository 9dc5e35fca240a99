import type { NoThings, Readable, Things, Usable, Writable } from '../access/declared/things.ts';
import type { Access } from '../access/handles.ts';
import type { Declares } from '../access/open-access.ts';
import { lambda } from '../function.ts';
import { logger } from '../observability/observe.ts';
import type { Platform } from '../platform.ts';
import { openSystem, type SystemContext } from './in-system.ts';

export interface SetupSpec<R = any, W = any, U = any> extends Declares<R, W, U> {
  readonly name: string;
  /** Must be safe to repeat: it runs at each deployment of the stage and each start of the local runtime. */
  run(access: Access<NoInfer<R>, NoInfer<W>, NoInfer<U>>, context: SystemContext): Promise<void>;
}

export type SetupDefinition = SetupSpec & { readonly kind: 'setup' };

/** What CloudFormation sends to a custom resource. A manual invocation has none of these fields. */
interface SetupEvent {
  readonly RequestType?: 'Create' | 'Update' | 'Delete';
  readonly ResponseURL?: string;
  readonly StackId?: string;
  readonly RequestId?: string;
  readonly LogicalResourceId?: string;
  readonly PhysicalResourceId?: string;
}

type Outcome = { readonly Status: 'SUCCESS' } | { readonly Status: 'FAILED'; readonly Reason: string };

/** Permissions of a new role take time to propagate: retry after 1, 2, 4, 8 and 16 seconds. */
const pausesMs = [1_000, 2_000, 4_000, 8_000, 16_000];
const answerWithinMs = 10_000;

/** Prerequisites of serving requests: a custom resource of CloudFormation, run at every deployment. */
export const setup = <
  const R extends Things<Readable> = NoThings,
  const W extends Things<Writable> = NoThings,
  const U extends Things<Usable> = NoThings,
>(
  spec: SetupSpec<R, W, U>,
) =>
  lambda(
    { kind: 'setup' as const, ...spec } as SetupDefinition,
    (platform) =>
      async (event: SetupEvent = {}): Promise<void> => {
        const outcome = event.RequestType === 'Delete' ? success : await outcomeOf(spec, platform, event);
        if (event.ResponseURL) await respond(event.ResponseURL, { ...outcome, ...requestOf(event, spec) });
      },
  );

const success: Outcome = { Status: 'SUCCESS' };

/** A failure is reported to CloudFormation. In a manual invocation it is thrown. */
const outcomeOf = async (spec: SetupSpec, platform: Platform, event: SetupEvent): Promise<Outcome> => {
  const { name } = spec;
  const { access, context } = openSystem<any>(platform, spec);
  const pauses = event.ResponseURL ? pausesMs : [];
  for (let tries = 0; ; tries++) {
    try {
      await spec.run(access, context);
      logger.info('set up', { setup: name });
      return success;
    } catch (error) {
      const reason = error instanceof Error ? error.name : 'unknown';
      logger.error('not set up', { setup: name, reason });
      const pauseMs = pauses[tries];
      if (pauseMs !== undefined) await new Promise((resolve) => setTimeout(resolve, pauseMs));
      else if (event.ResponseURL) return { Status: 'FAILED', Reason: `${name}: ${reason}` };
      else throw error;
    }
  }
};

/**
 * What a response repeats of its request. The physical id never changes: CloudFormation would delete the resource with
 * the old one.
 */
const requestOf = ({ StackId, RequestId, LogicalResourceId, PhysicalResourceId }: SetupEvent, { name }: SetupSpec) => ({
  StackId,
  RequestId,
  LogicalResourceId,
  PhysicalResourceId: PhysicalResourceId ?? name,
});

/** The URL is signed for a body without a content type. */
const respond = async (url: string, body: object): Promise<void> => {
  const response = await fetch(url, {
    method: 'PUT',
    headers: { 'content-type': '' },
    body: Buffer.from(JSON.stringify(body)),
    signal: AbortSignal.timeout(answerWithinMs),
  });
  if (!response.ok) throw new Error(`CloudFormation refused the response: ${response.status}`);
};
