import { createRequire } from 'node:module';
import type { Platform } from '@waybill/kernel';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { recordedEvent } from '../../support/recorded-event.ts';

/** The kernel is loaded with tracing enabled, as in a Lambda: elsewhere it is disabled, and X-Ray is not loaded. */
vi.hoisted(() => {
  process.env.POWERTOOLS_TRACE_ENABLED = 'true';
  process.env.POWERTOOLS_SERVICE_NAME = 'diary';
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs24.x';
  process.env.LAMBDA_TASK_ROOT = '/var/task';
  process.env._HANDLER = 'diary.function';
});

const { aggregate, command, event, problem, projection, projector, publisher, reaction, z } = await import(
  '@waybill/kernel'
);
const { memory } = await import('@waybill/kernel/memory');
const { streamBatch } = await import('../messaging/stream-events.ts');

const Written = event('Written', { title: z.string() });
const page = aggregate('diary', 'page').begin(Written, ({ title }) => ({ title }));
const notForPaper = problem('not-for-paper', 409, 'The page is a secret.', { words: z.string() });
const write = command({
  summary: 'Write a page',
  route: 'POST /pages',
  role: 'agent',
  on: page,
  input: z.strictObject({ title: z.string() }),
  refuses: [notForPaper],
  begin: ({ title }) => {
    if (title === 'Jo Doe broke the pen') throw new Error(title);
    return title === 'Jo Doe' ? notForPaper({ words: title }) : Written({ title });
  },
});
const copy = reaction({
  name: 'copyWhatWasWritten',
  on: [Written],
  uses: { write },
  react: async ({ data: { title } }, { write }) => write({ title }),
});
const shown = projection('shown', { of: page, row: z.object({ title: z.string() }) }).begin(
  Written,
  ({ data }) => data,
);
const contexts = { diary: { write, copy, shown } } as any;

interface Part {
  readonly name: string;
  readonly trace_id: string;
  readonly parent_id: string;
  readonly id: string;
  readonly fault?: boolean;
  readonly annotations?: Record<string, unknown>;
}

/** What is sent to X-Ray's daemon. */
let sent: string[] = [];
const parts = (): Part[] => sent.map((text) => JSON.parse(text));
/** X-Ray is CommonJS, and its modules `require` each other. */
const emitter = createRequire(createRequire(import.meta.url).resolve('@aws-lambda-powertools/tracer'))(
  'aws-xray-sdk-core/dist/lib/segment_emitter',
);
let traces = 0;
const parent = '53995c3f42cd8ad8';
const nextTrace = (sampled = true) => {
  const id = `1-5f84c7a5-${String(++traces).padStart(24, '0')}`;
  process.env._X_AMZN_TRACE_ID = `Root=${id};Parent=${parent};Sampled=${sampled ? 1 : 0}`;
  return id;
};
beforeEach(() => {
  sent = [];
  vi.spyOn(emitter, 'send').mockImplementation((part: any) => void sent.push(part.format()));
});

const ask = (title: string, correlationId: string, platform: Platform = memory()) =>
  write.with(platform)({
    httpMethod: 'POST',
    headers: { 'content-type': 'application/json', 'x-correlation-id': correlationId },
    body: JSON.stringify({ title }),
    requestContext: { authorizer: { sub: 'jo-doe', orgId: 'acme', orgType: 'Customer', role: 'officer' } },
  } as any) as Promise<{ statusCode: number }>;

const happened = (...correlations: string[]) =>
  streamBatch(
    correlations.map((correlationId, i) => {
      const stream = { context: 'diary', org: 'acme', aggregate: 'page', id: `p${i}` };
      return recordedEvent(Written({ title: 'Jo Doe' }), stream, 1, { by: 'jo-doe', correlationId });
    }),
  );
const queued = (...details: object[]): any => ({
  Records: details.map((detail, i) => ({ messageId: `m${i}`, body: JSON.stringify({ detail }) })),
});
const news = (title: string, correlationId: string) => ({
  id: `event of ${correlationId}`,
  type: 'Written',
  revision: 1,
  org: 'acme',
  correlationId,
  data: { title },
});
const correlations = () => parts().map(({ annotations }) => annotations?.correlation);

describe('a trace is found by the correlation of', () => {
  test('a request', async () => {
    const trace = nextTrace();
    await ask('Monday', 'the-thread');
    expect(parts()).toMatchObject([
      {
        name: '## diary.function',
        trace_id: trace,
        parent_id: parent,
        annotations: { correlation: 'the-thread', Service: 'diary' },
      },
    ]);
  });

  test('the next request, in a trace of its own', async () => {
    for (const thread of ['one', 'two']) {
      const trace = nextTrace();
      await ask('Monday', thread);
      expect(parts().at(-1)).toMatchObject({ trace_id: trace, annotations: { correlation: thread } });
    }
  });

  test.each([
    ['projected', projector],
    ['published', publisher],
  ])('every event that was %s', async (_, reads) => {
    const trace = nextTrace();
    await reads(contexts).with(memory())(happened('one', 'two', 'one', 'three'));
    expect(correlations().toSorted()).toEqual(['one', 'three', 'two']);
    for (const { trace_id } of parts()) expect(trace_id).toBe(trace);
    const own = parts().find(({ name }) => name === '## diary.function')!;
    for (const { name, parent_id } of parts())
      expect(parent_id, name).toBe(name === '## diary.function' ? parent : own.id);
  });

  test('every event of a reaction', async () => {
    nextTrace();
    await copy.with(memory())(queued(news('Monday', 'one'), news('Tuesday', 'two')));
    expect(correlations().toSorted()).toEqual(['one', 'two']);
  });
});

describe('a trace is marked as failed', () => {
  const faults = () => parts().map(({ fault = false }) => fault);

  test('when the function fails, and not when it refuses', async () => {
    nextTrace();
    expect((await ask('Jo Doe', 'refused')).statusCode).toBe(409);
    expect((await ask('Jo Doe broke the pen', 'broken')).statusCode).toBe(500);
    expect(faults()).toEqual([false, true]);
    expect(correlations()).toEqual(['refused', 'broken']);
  });

  test('when a part of a batch must be retried', async () => {
    nextTrace();
    const { batchItemFailures } = await copy.with(memory())(queued(news('Monday', 'one')));
    expect(batchItemFailures).toEqual([]);
    await copy.with(memory())(queued(news('Jo Doe', 'two')));
    expect(faults()).toEqual([false, true]);
  });

  test('when a reader of the stream fails completely', async () => {
    nextTrace();
    const platform = memory();
    const offline = { ...platform, bus: { publish: () => Promise.reject(new Error('offline')) } };
    await expect(publisher(contexts).with(offline)(happened('one'))).rejects.toThrow('offline');
    expect(parts()).toMatchObject([{ fault: true, annotations: { correlation: 'one' } }]);
  });
});

test('an unsampled trace is not sent', async () => {
  nextTrace(false);
  await ask('Monday', 'the-thread');
  await projector(contexts).with(memory())(happened('one', 'two'));
  expect(sent).toEqual([]);
});

test('no trace contains personal data', async () => {
  nextTrace();
  for (const title of ['Jo Doe', 'Jo Doe broke the pen', 'Jo Doe was here']) await ask(title, 'the-thread');
  await projector(contexts).with(memory())(happened('one'));
  await copy.with(memory())(queued(news('Jo Doe broke the pen', 'two')));
  expect(sent.length).toBe(5);
  expect(sent.join('\n')).not.toMatch(/jo.doe|acme/i);
});
