import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { plainJson } from '../../../plain-json.ts';
import type { Bus } from '../../../platform.ts';

/** EventBridge answers 200 with failed entries inside; only those are returned. */
export const eventBridge = (client: EventBridgeClient, bus: string): Bus => ({
  publish: async (envelopes) => {
    if (!envelopes.length) return [];
    const { Entries = [] } = await client.send(
      new PutEventsCommand({
        Entries: envelopes.map((envelope) => ({
          EventBusName: bus,
          Source: `waybill.${envelope.context}`,
          DetailType: envelope.type,
          Time: new Date(envelope.at),
          Detail: plainJson(envelope),
        })),
      }),
    );
    return envelopes.filter((_, i) => Entries[i]?.ErrorCode !== undefined);
  },
});
