import { createRequire } from 'node:module';
import { aggregate, event, projection, projector, z } from '@waybill/kernel';
import { memory } from '@waybill/kernel/memory';
import { expect, test } from 'vitest';
import { recordedEvent } from '../../support/recorded-event.ts';
import { streamBatch } from '../messaging/stream-events.ts';

const Written = event('Written', { title: z.string() });
const page = aggregate('diary', 'page').begin(Written, ({ title }) => ({ title }));
const shown = projection('shown', { of: page, row: z.object({ title: z.string() }) }).begin(
  Written,
  ({ data }) => data,
);

const loaded = () =>
  Object.keys(createRequire(import.meta.url).cache).filter((file) => file.includes('aws-xray-sdk-core'));

test('without tracing, X-Ray is not loaded', async () => {
  const stream = { context: 'diary', org: 'acme', aggregate: 'page', id: 'p' };
  const batch = streamBatch([recordedEvent(Written({ title: 'Monday' }), stream)]);
  await projector({ diary: { shown } } as any).with(memory())(batch);
  expect(loaded()).toEqual([]);
  await import('@aws-lambda-powertools/tracer');
  expect(loaded()).not.toEqual([]);
});
