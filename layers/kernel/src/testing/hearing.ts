import { expect } from 'vitest';
import { newId } from '../ids.ts';
import type { Executable, HeardEvent, Send } from '../messaging/reaction.ts';
import type { Platform } from '../platform.ts';
import { memory } from '../storage/memory/index.ts';
import type { Event, EventType, Stream } from '../write/event.ts';
import { itsId, now, orgId, somebody } from './index.ts';

interface Reaction<D> {
  readonly definition: {
    readonly to: EventType<string, D>;
    readonly sends: readonly unknown[];
    readonly react: (event: HeardEvent<D>, send: Send, platform: Platform) => Promise<void>;
  };
}

/** Tests a reaction as a sentence: when it hears of this, it sends that. What it reads comes from the platform. */
export const hearing = <D>({ definition: { to, sends, react } }: Reaction<D>, platform: Platform = memory()) => ({
  when: (fact: Event<string, D>, { context = 'it', aggregate = 'it', id = itsId }: Partial<Stream> = {}) => {
    const sent: { command: unknown; input: unknown }[] = [];
    const send: Send = async (command, input) => {
      expect(sends, 'the commands that the reaction says it sends').toContain(command);
      sent.push({ command, input: command.definition.input.parse(input) });
    };
    const data = Object.fromEntries(
      Object.entries(fact.data as object).filter(([name]) => !to.personal.includes(name)),
    );
    const event = {
      id: newId('the event'),
      type: fact.type,
      revision: fact.revision,
      org: orgId,
      context,
      aggregate,
      aggregateId: id,
      version: 1,
      at: now,
      by: somebody.userId,
      correlationId: 'test',
      causationId: 'test',
      commandId: 'cause',
      data: to.read({ ...fact, data }),
    };
    const reacted = async () => {
      await react(event, send, platform);
      return sent;
    };
    return {
      /** This command with this input, and nothing else. */
      sends: async <Input>(command: Executable<Input>, input: Input) =>
        expect(await reacted()).toEqual([{ command, input }]),
      sendsNothing: async () => expect(await reacted()).toEqual([]),
    };
  },
});
