import type { NoThings, Readable, Things, Usable, Writable } from '../access/declared/things.ts';
import type { Access } from '../access/handles.ts';
import type { Declares } from '../access/open-access.ts';
import { openSystem, type SystemContext } from './in-system.ts';
import { type JobPage, job } from './job.ts';

export interface ScheduleSpec<R = any, W = any, U = any> extends Declares<R, W, U> {
  readonly name: string;
  /** As EventBridge defines it: `cron(15 2 * * ? *)` in UTC, or `rate(5 minutes)`. */
  readonly every: string;
  /** One page of the work. Pages are repeated when a run is interrupted, so a page must be safe to repeat. */
  page(
    access: Access<NoInfer<R>, NoInfer<W>, NoInfer<U>>,
    cursor: string | undefined,
    context: SystemContext<Access<NoInfer<R>, NoInfer<W>, NoInfer<U>>>,
  ): Promise<JobPage>;
}

export type ScheduleDefinition = Omit<ScheduleSpec, 'page'> & { readonly kind: 'schedule' };

/** A scheduled job: one run at a time, in pages, continued by the next run when the time is up. */
export const schedule = <
  const R extends Things<Readable> = NoThings,
  const W extends Things<Writable> = NoThings,
  const U extends Things<Usable> = NoThings,
>(
  spec: ScheduleSpec<R, W, U>,
) =>
  job({ kind: 'schedule', ...spec } as ScheduleDefinition, (platform) => {
    const { access, context } = openSystem<Access<R, W, U>>(platform, spec);
    return (cursor) => spec.page(access, cursor, context);
  });
