import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedEvent } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { project } from '@waybill/kernel/read/project';
import type { Projection } from '@waybill/kernel/read/projection';
import { follows } from '@waybill/kernel/read/read-model';
import { viewOf as view } from '@waybill/kernel/read/rows/view-of';
import { countersKey } from '@waybill/kernel/storage/aws/items/counters';
import { itemOf as eventItem } from '@waybill/kernel/storage/aws/items/event-items';
import { itemOf as rowItem, rowKey } from '@waybill/kernel/storage/aws/items/row-items';
import type { Item } from '@waybill/kernel/storage/aws/table';
import * as contexts from '#functions/contexts';
import { projectionsIn } from '#scripts/tools/index';
import { at, histories, org } from './histories.ts';

/** Golden rows: items as a release stored them, one a line, with the events from which they were folded. */
export interface Golden {
  readonly projection: string;
  /** `none` for releases without shapes. */
  readonly shape: string;
  readonly events: readonly Item[];
  readonly rows: readonly Item[];
  readonly counters: readonly Item[];
}

export const directory = join(import.meta.dirname, 'golden');
export const fileOf = ({ definition: { name }, shape }: Projection<any>): string =>
  join(directory, `${name}.${shape()}.jsonl`);

export const projections = projectionsIn(contexts as any);
export const clock = () => new Date(at('12:00'));

const kindOf = ({ pk, sk }: Item): 'events' | 'rows' | 'counters' => {
  if (sk!.S!.startsWith('e#')) return 'events';
  return pk!.S!.split('#')[2] === 'counters' ? 'counters' : 'rows';
};

export const goldens: readonly Golden[] = readdirSync(directory).map((file) => {
  const [projection = '', shape = ''] = file.split('.');
  const lines = readFileSync(join(directory, file), 'utf8').trim().split('\n');
  const {
    events = [],
    rows = [],
    counters = [],
  } = Object.groupBy(
    lines.map((line) => JSON.parse(line) as Item),
    kindOf,
  );
  return { projection, shape, events, rows, counters };
});

export const viewOf = (projection: Projection<any>) => view(projection, org);

/** The items that the current code stores for the histories. */
export const itemsOf = async (projection: Projection<any>, histories: readonly (readonly RecordedEvent[])[]) => {
  const own = histories.filter(([first]) => follows(projection, first!.stream));
  const platform = memory({ clock });
  const view = viewOf(projection);
  const keys = new Set<string>();
  for (const events of own) {
    platform.given(events);
    await project(platform, projection, events);
    for (const event of events) {
      const key = projection.canHandle(event.type) ? projection.keyOf(event) : undefined;
      if (key !== undefined) keys.add(key);
    }
  }
  const rows = await platform.views.getMany([...keys].map((key) => ({ view, key })));
  const counters = await platform.views.counters(view);
  return {
    events: own.flat().map(eventItem),
    rows: rows.filter((row) => row !== undefined).map((row) => rowItem(view, row, clock)),
    counters: counters.map(({ bucket, counts }) => ({
      pk: { S: countersKey(view) },
      sk: { S: `b#${bucket}` },
      ...Object.fromEntries(Object.entries(counts).map(([name, count]) => [`c.${name}`, { N: String(count) }])),
    })),
  };
};

/** The file for the current shape of a projection. */
export const goldenText = async (projection: Projection<any>): Promise<string> => {
  const { events, rows, counters } = await itemsOf(projection, histories);
  return [...events, ...rows, ...counters].map((item) => `${JSON.stringify(item)}\n`).join('');
};

export const keyIn = (projection: Projection<any>, { pk }: Item): string =>
  pk!.S!.slice(rowKey(viewOf(projection), '').length);
