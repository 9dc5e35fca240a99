import { historyReader } from '../read/readers.ts';
import type { Source } from '../write/aggregate.ts';
import type { Stream } from '../write/event.ts';
import type { InOrg, StreamReader, StreamWriter } from './handles.ts';
import type { Opened } from './open-access.ts';

export const streamReader = <State>(
  source: Source<string, State>,
  { platform, org, unit, guarded = true }: Opened,
): StreamReader<State> => {
  const stream = (id: string, of?: InOrg) => streamOf(source, id, of?.org ?? org);
  const history = (id: string, of?: InOrg) =>
    unit ? unit.history(stream(id, of), { guarded }) : platform.events.read(stream(id, of));
  return {
    ...historyReader(source)(platform, org),
    state: async (id, of) => source.fold(await history(id, of)),
    versioned: async (id, of) => {
      const events = await history(id, of);
      const state = source.fold(events);
      return state === undefined ? undefined : { state, version: events.length };
    },
  };
};

export const streamWriter = <State>(source: Source<string, State>, opened: Opened): StreamWriter<State> => ({
  ...streamReader(source, opened),
  append: async (id, event, { org = opened.org, by, ...named } = {}) => {
    const { unit, origin } = opened;
    if (!unit) throw new Error(`${source.name} is written inside a unit of work only`);
    const { caller, commandId, inputHash, correlationId, causationId } = origin();
    const impersonatedBy = named.impersonatedBy ?? caller.impersonatedBy;
    const who = by ?? caller.userId;
    const acting = impersonatedBy !== undefined && impersonatedBy !== who && { impersonatedBy };
    const at = unit.now().toISOString();
    const stamp = { at, by: who, ...acting, commandId, inputHash, correlationId, causationId };
    await unit.append(streamOf(source, id, org), [event], stamp);
  },
});

const streamOf = ({ context, name }: Source, id: string, org: string): Stream => ({
  context,
  org,
  aggregate: name,
  id,
});
