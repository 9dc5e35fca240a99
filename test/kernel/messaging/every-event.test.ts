import { everyEvent, type PublishedEvent, patternOf, queue, reaction, reactsTo, z } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { expect, test } from 'vitest';
import { matches } from '#scripts/local/bus/rules';

const copies = queue('copies', z.strictObject({ type: z.string(), data: z.record(z.string(), z.unknown()) }));

const copyEverything = reaction({
  name: 'copyEverything',
  on: everyEvent,
  uses: { copies },
  react: ({ type, data }, { copies }) => copies({ type, data }),
});

const detail = (type: string): Partial<PublishedEvent> => ({
  ...{ id: 'e1', type, revision: 7, org: 'acme', correlationId: 'c', causationId: 'a', data: { a: 1 } },
});

test('a reaction to every event gets types and revisions that it does not know, as they were published', async () => {
  const platform = memory({ queues: ['copies'] });
  const answer = await copyEverything.with(platform)({
    Records: [{ messageId: 'm', body: JSON.stringify({ detail: detail('NeverHeardOf') }) }],
  } as any);
  expect(answer).toEqual({ batchItemFailures: [] });
  expect(platform.sent.map(({ message }: any) => message.message)).toEqual([{ type: 'NeverHeardOf', data: { a: 1 } }]);
});

test('its rule matches the events of all contexts, and no scheduled event', () => {
  const pattern = patternOf(everyEvent);
  expect(matches(pattern, { source: 'waybill.fleet', 'detail-type': 'DriverRegistered' })).toBe(true);
  expect(matches(pattern, { source: 'aws.events', 'detail-type': 'Scheduled Event' })).toBe(false);
  expect(reactsTo(copyEverything.definition, 'NeverHeardOf')).toBe(true);
});
