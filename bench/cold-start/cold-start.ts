import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Contexts, type HttpDefinition, isHttp } from '@waybill/kernel';
import * as all from '#functions/contexts';
import { bundle } from '#lib/constructs/compute/bundle';
import { contextEntries } from '#lib/constructs/compute/entries';
import { percentile, type Result } from '../result.ts';
import { emptyHandlers } from './empty-handlers.ts';
import { emptyServices } from './empty-services.ts';
import { environmentAt, type FirstAnswer, firstAnswer, type Start } from './first-answer.ts';
import { firstRequest } from './first-request.ts';

const contexts: Contexts = all;
/** Rounds to find the slowest function of each context, and to measure it beside the empty handler. */
const [scouting, measuring] = [2, 11];

/** Functions that hash a password with scrypt, which is slow by design and not part of a cold start. */
const takesPassword = ({ input }: HttpDefinition) => Object.keys(input.shape).some((field) => /password/i.test(field));

/** All HTTP functions, bundled as for deployment, each with a first request. */
const endpoints = (work: string): Start[] =>
  Object.entries(contexts).flatMap(([context, manifest]) => {
    const directory = bundle(context, { name: 'bench' }, contextEntries(context, manifest));
    return Object.entries(manifest).flatMap(([name, { definition }]): Start[] => {
      if (!isHttp(definition) || !definition.route || takesPassword(definition)) return [];
      const event = join(work, `${context}-${name}.json`);
      writeFileSync(event, JSON.stringify(firstRequest(definition)));
      return [{ context, name, module: join(directory, `${name}.mjs`), event }];
    });
  });

/** Runs every start once per round, so that all of them are measured under the same load. */
const rounds = async (starts: readonly Start[], count: number, env: NodeJS.ProcessEnv): Promise<FirstAnswer[][]> => {
  const answers = starts.map((): FirstAnswer[] => []);
  for (let round = 0; round < count; round++)
    for (const [i, start] of starts.entries()) answers[i]!.push(await firstAnswer(start, env));
  return answers;
};

type Of = keyof FirstAnswer;
const median = (answers: readonly FirstAnswer[], of: Of) =>
  percentile(
    answers.map((answer) => answer[of]),
    0.5,
  );
/** The median of the ratios between a start and its reference in the same round. */
const ratioOf = (answers: readonly FirstAnswer[], beside: readonly FirstAnswer[], of: Of) =>
  percentile(
    answers.map((answer, i) => answer[of] / beside[i]![of]),
    0.5,
  );

/** The functions with the highest CPU time per context. CPU time depends less on the load than elapsed time. */
const slowest = async (starts: readonly Start[], env: NodeJS.ProcessEnv): Promise<Start[]> => {
  const answers = await rounds(starts, scouting, env);
  const scouted = starts.map((start, i) => ({ start, processor: median(answers[i]!, 'processorMs') }));
  return [...Map.groupBy(scouted, ({ start }) => start.context).values()].map(
    (of) => of.toSorted((a, b) => b.processor - a.processor)[0]!.start,
  );
};

/** Cold starts without Lambda's own initialization, which is the same for every function. */
export const coldStart = async (): Promise<Result[]> => {
  const work = mkdtempSync(join(tmpdir(), 'waybill-cold-'));
  const services = await emptyServices();
  const env = environmentAt(services.url);
  try {
    const found = endpoints(work);
    const [usual, ours] = emptyHandlers(work).map((start) => ({ ...start, event: found[0]!.event }));
    const results: Result[] = [];
    for (const start of [ours!, ...(await slowest(found, env))]) {
      const [beside, answers] = await rounds([usual!, start], measuring, env);
      const ratio = ratioOf(answers!, beside!, 'ms');
      const most = start.context === 'identity' ? 2 : 1.5;
      const target = start === ours ? {} : { target: `≤ ${most}`, ok: ratio <= most };
      results.push(
        { what: nameOf(start), unit: 'ms', measured: median(answers!, 'ms') },
        { what: '  … ÷ the empty handler, bundled as usual', measured: ratio, ...target },
        { what: '  … the same, in processor time', measured: ratioOf(answers!, beside!, 'processorMs') },
      );
    }
    return results;
  } finally {
    services.stop();
    rmSync(work, { recursive: true, force: true });
  }
};

const nameOf = ({ context, name }: Start) =>
  context === 'empty'
    ? 'an empty handler that reads one item, bundled as Waybill is'
    : `${context}, the slowest: ${name}`;
