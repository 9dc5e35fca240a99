import { EventType as Batch, BatchProcessor, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { lambda, type Reach } from '../function.ts';
import { counting, logger } from '../observability/observe.ts';
import { reasonOf } from '../observability/reason-of.ts';
import { tracedBatch } from '../observability/traced-batch.ts';
import type { Caller, Platform, PublishedEvent } from '../platform.ts';
import type { Event, EventType } from '../write/event.ts';
import type { CommandEnvelope, CommandResult } from '../write/execute.ts';

export interface Executable<Input> {
  readonly definition: {
    readonly on: any;
    readonly input: { parse(input: unknown): unknown };
    readonly reaches?: readonly Reach[];
  };
  execute(platform: Platform): (order: CommandEnvelope<Input>) => Promise<CommandResult>;
}

/** Sends a command of this context: once for each event, however often the event arrives. */
export type Send = <Input>(command: Executable<Input>, input: Input) => Promise<void>;

/** An event as it came over the bus, its data in today's shape. Fields that tell about a person are not in it. */
export type HeardEvent<D> = Omit<PublishedEvent, 'data'> & { readonly data: D };

/** What the bus must look for, in EventBridge's words. Names of events are unique in the house, so the name is enough. */
export const patternOf = (to: EventType<any, any>) => ({ 'detail-type': [to.type] });

export interface ReactionSpec<D> {
  readonly name: string;
  readonly to: EventType<any, D>;
  /** The commands it may send: its policy is made of theirs. */
  readonly sends: readonly Executable<any>[];
  /** What it does beside. */
  readonly reaches?: readonly Reach[];
  readonly react: (event: HeardEvent<D>, send: Send, platform: Platform) => Promise<void>;
}

/** When something happened over there, ask for something here. A failure is tried again, then kept in the dead letters. */
export const reaction = <D>(spec: ReactionSpec<D>) => {
  const sent = spec.sends.flatMap(({ definition: { on, reaches = [] } }): Reach[] => [
    { to: 'append', source: on },
    ...reaches,
  ]);
  const reaches = [...sent, ...(spec.reaches ?? [])];
  return lambda({ kind: 'reaction' as const, ...spec, reaches }, (platform) => {
    const hear =
      (heard: Set<string>) =>
      async ({ body }: SQSRecord) => {
        const { detail } = JSON.parse(body) as { detail: PublishedEvent };
        heard.add(detail.correlationId);
        const fact = { type: detail.type, revision: detail.revision, data: detail.data } as Event;
        const caller: Caller = { userId: spec.name, orgId: detail.org, orgType: '-', role: 'owner' };
        let sent = 0;
        const about = { reaction: spec.name, type: detail.type, event: detail.id, correlation: detail.correlationId };
        try {
          const send: Send = async (command, input) => {
            const key = `${detail.id} ${sent++}`;
            // The event is what was sent: code that is deployed meanwhile may make another input of it.
            const asked = { event: detail.id };
            await command.execute(platform)({
              input,
              clientInput: asked,
              caller,
              key,
              correlationId: detail.correlationId,
              causationId: detail.id,
            });
          };
          await spec.react({ ...detail, data: spec.to.read(fact) }, send, platform);
          logger.info('reacted', { ...about, sent });
        } catch (error) {
          logger.error('could not react', { ...about, ...reasonOf(error) });
          throw error;
        }
      };
    return (event: SQSEvent): Promise<SQSBatchResponse> => {
      const heard = new Set<string>();
      const reacted = () =>
        processPartialResponse(event, hear(heard), new BatchProcessor(Batch.SQS), { throwOnFullBatchFailure: false });
      return tracedBatch(
        () => counting(reacted),
        () => heard,
      );
    };
  });
};
