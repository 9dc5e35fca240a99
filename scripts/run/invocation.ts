import type { Contexts, Platform } from '@waybill/kernel';
import { authorizer, projector, publisher } from '@waybill/kernel';
import { lambdaContext } from '../local/http/lambda-context.ts';

interface Runs {
  with(platform: Platform): (event: any, context?: any) => Promise<unknown>;
}

/** All Lambdas, by context and export: `fleet.registerDriver`, `streams.projector`. */
export const functionsIn = (contexts: Contexts): ReadonlyMap<string, Runs> =>
  new Map<string, Runs>([
    ...Object.entries(contexts).flatMap(([context, manifest]) =>
      Object.entries(manifest)
        .filter(
          ([, { definition }]) =>
            definition.kind !== 'projection' && (definition.kind !== 'command' || definition.route),
        )
        .map(([name, fn]) => [`${context}.${name}`, fn] as const),
    ),
    ['streams.projector', projector(contexts)],
    ['streams.publisher', publisher(contexts)],
    ['foundation.authorizer', authorizer],
  ]);

/** The full name of a function, whose context may be omitted; or a sentence about why there is none. */
export const meant = (asked: string, names: Iterable<string>): { name: string } | { why: string } => {
  const all = [...names];
  const found = all.filter((name) => name === asked || name.endsWith(`.${asked}`));
  if (found.length === 1) return { name: found[0]! };
  if (found.length > 1) return { why: `${asked} may be any of ${found.join(', ')}: say which.` };
  const word = asked.split('.').at(-1)!.toLowerCase();
  const near = all.filter((name) => word && name.toLowerCase().includes(word));
  return { why: `There is no function ${asked}. There is ${(near.length ? near : all).join(', ')}.` };
};

/** The side effects of a call, a line each. */
export const observed = (platform: Platform, report: (line: string) => void): Platform => ({
  ...platform,
  events: {
    ...platform.events,
    commit: async (commit) => {
      await platform.events.commit(commit);
      for (const { type, stream, version } of commit.appends ?? [])
        report(`appended ${type} to ${stream.context} ${stream.aggregate} ${stream.id}, version ${version}`);
    },
  },
  bus: {
    publish: async (envelopes) => {
      for (const { type, id } of envelopes) report(`published ${type} ${id}`);
      return [];
    },
  },
  queue: { send: async (queue, message) => report(`sent to ${queue}: ${JSON.stringify(message)}`) },
});

/** The longest timeout of the functions. */
const timeoutMs = 300_000;

/** Invokes one function, as Lambda would, and returns its response, or its error in Lambda's format. */
export const invoked = async (name: string, fn: Runs, platform: Platform, event: unknown) => {
  try {
    return { failed: false, answer: (await fn.with(platform)(event, lambdaContext(name, timeoutMs)())) ?? null };
  } catch (error) {
    const { name: errorType, message: errorMessage, stack } = error instanceof Error ? error : new Error(String(error));
    return { failed: true, answer: { errorType, errorMessage, trace: stack?.split('\n') ?? [] } };
  }
};
