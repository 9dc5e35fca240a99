import { expect } from 'vitest';
import { openAccess } from '../access/open-access.ts';
import { everyEvent, type ReactionDefinition } from '../messaging/reaction.ts';
import type { Platform } from '../platform.ts';
import { memory } from '../storage/memory/index.ts';
import type { CommandFunction } from '../write/command.ts';
import { isRefusal } from '../write/decision.ts';
import { type Event, eventId, type Stream } from '../write/event.ts';
import { inUnitOfWork } from '../write/unit/unit-of-work.ts';
import { itsId, now, orgId, someCaller } from './index.ts';

interface Reaction {
  readonly definition: ReactionDefinition;
}

interface Sent {
  readonly command: CommandFunction;
  readonly input: unknown;
}

/** Tests a reaction: when this event is published, it sends these commands. What it reads comes from the platform. */
export const reactionScenario = ({ definition }: Reaction, platform: Platform = memory()) => ({
  when: (event: Event, { context = 'it', aggregate = 'it', id = itsId }: Partial<Stream> = {}) => {
    const type = (definition.on === everyEvent ? [] : definition.on).find((it) => it.type === event.type)!;
    const stream = { context, org: orgId, aggregate, id };
    const published = Object.fromEntries(
      Object.entries(event.data as object).filter(([name]) => !type.personal.includes(name)),
    );
    const received = {
      id: eventId(stream, 1),
      type: event.type,
      revision: event.revision,
      org: orgId,
      context,
      aggregate,
      aggregateId: id,
      version: 1,
      at: now,
      by: someCaller.userId,
      correlationId: 'test',
      causationId: 'test',
      commandId: 'command',
      data: type.read({ ...event, data: published }),
    } as never;
    const reacted = async () => {
      const sent: Sent[] = [];
      const uses = Object.fromEntries(
        Object.entries((definition.uses ?? {}) as Record<string, CommandFunction>).map(([name, of]) => [
          name,
          'definition' in of ? recording(of, sent) : of,
        ]),
      );
      const origin = () => {
        throw new Error('a reaction under test appends nothing');
      };
      const result = await inUnitOfWork(platform, (unit) => {
        const { reads, writes } = definition;
        const access = { ...openAccess({ reads, writes }, { platform, org: orgId, unit, origin }), ...uses };
        const transact = <T>(work: (access: never) => Promise<T>) => work(access as never);
        return definition.react(received, access as never, { now: platform.clock, transact });
      });
      expect(isRefusal(result) ? result : undefined).toBeUndefined();
      return sent;
    };
    return {
      /** Exactly this command with this input. */
      sends: async (command: CommandFunction, input: unknown) => expect(await reacted()).toEqual([{ command, input }]),
      sendsNothing: async () => expect(await reacted()).toEqual([]),
    };
  },
});

const recording = (command: CommandFunction, sent: Sent[]) => async (input: unknown) => {
  sent.push({ command, input: command.definition.input.parse(input) });
  return { id: itsId, version: 1, began: false, wrote: true, replayed: false, more: {} };
};
