import * as contexts from '#events/index';
import { generatedSample } from './generated-sample.ts';
import { goldenEventsOf } from './samples.ts';

/** The files in `events/golden` that lack a sample of an event's current revision, completed with generated data. */
export const sampleFiles = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(contexts).flatMap(([context, exported]) => {
      const events = Object.values(exported).filter((it) => typeof it === 'function' && 'revision' in it);
      const recorded = goldenEventsOf(context);
      const missing = events
        .map(({ type, revision, schema }) => [`${type}.${revision}`, schema] as const)
        .filter(([name]) => !(name in recorded))
        .map(([name, schema]) => [name, generatedSample(schema)] as const);
      if (!missing.length) return [];
      const all = { ...recorded, ...Object.fromEntries(missing) };
      return [[`events/golden/${context}.json`, `${JSON.stringify(all, null, 2)}\n`]];
    }),
  );
