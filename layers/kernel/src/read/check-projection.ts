import { indexNames } from '../platform.ts';
import type { Source } from '../write/aggregate.ts';
import type { EventType } from '../write/event.ts';

/** An event that a projection handles. */
interface Handled {
  readonly event: Pick<EventType<any, any>, 'type'>;
  readonly begins: boolean;
}

interface Checked {
  readonly sources: readonly Source[];
  readonly stored?: false;
  readonly key?: unknown;
  readonly indexes?: Readonly<Record<string, unknown>>;
}

const labelOf = ({ context, name }: Source) => `${context}.${name}`;

/** Throws for a definition that could not project: found when its module is loaded. */
export const checkProjection = (
  name: string,
  { sources, stored, key, indexes = {} }: Checked,
  steps: readonly Handled[],
) => {
  const refuse = (why: string): never => {
    throw new Error(`projection ${name} ${why}`);
  };
  const labels = sources.map(labelOf);
  const last = steps.at(-1);
  if (last && steps.slice(0, -1).some(({ event }) => event.type === last.event.type))
    refuse(`handles ${last.event.type} twice`);
  for (const { event, begins } of steps) {
    const knowing = sources.filter(({ eventTypes }) => eventTypes.some(({ type }) => type === event.type));
    if (!knowing.length)
      refuse(`handles ${event.type}, which ${sources.map(({ name }) => name).join(', ')} does not know`);
    if (knowing.length > 1) refuse(`handles ${event.type}, which is an event of ${knowing.map(labelOf).join(' and ')}`);
    if (begins && knowing[0] !== sources[0])
      refuse(
        `begins with ${event.type} of ${knowing[0]!.name}: only events of ${sources[0]!.name}, its first source, can`,
      );
  }
  if (Object.keys(indexes).length > indexNames.length) refuse('has more indexes than the table');
  if (sources.length < 2) return;
  const twice = labels.find((label, i) => labels.indexOf(label) < i);
  if (twice) refuse(`names ${twice} twice`);
  if (!key) refuse('has several sources, and needs `key`: the row that an event of any of them belongs to');
  if (stored === false) refuse('has several sources, and cannot be `stored: false`: a row names its streams');
};
