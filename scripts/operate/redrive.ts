import { setTimeout as pause } from 'node:timers/promises';
import * as contexts from '#functions/contexts';
import { type Opened, opened, retry } from '#scripts/tools/index';
import { misuse } from '../cli/options.ts';
import { toolOptions } from './tool-options.ts';
import { onTarget } from './tool-target.ts';

const usage = `npm run redrive -- list|show|retry|drop [ID …] [options]

Records that failed: rows that a projection could not apply (parked), and dead letters of reactions.

  list           a line each: id, queue, time, subject and reason
  show           the whole message
  retry          a row is projected again from its stream; a dead letter goes back to its queue. What fails again stays in the queue
  drop           deletes it

  ID             as listed, or its beginning; without one, list and show include all
  --all          with retry and drop: all of them
  --about TEXT   only those whose line contains this text`;

const { all, about, words, ...options } = toolOptions(
  { all: { type: 'boolean', default: false }, about: { type: 'string' } },
  usage,
  Number.POSITIVE_INFINITY,
);
const [verb = 'list', ...ids] = words;
if (!['list', 'show', 'retry', 'drop'].includes(verb)) misuse(`${verb} is not list, show, retry or drop.`);
if (['retry', 'drop'].includes(verb) && !ids.length && !all && about === undefined)
  misuse(`Say what to ${verb}: an id, --about TEXT or --all.`);

const lineOf = ({ letter: { id, queue, sentAt }, about }: Opened) =>
  `${id.slice(0, 8)}  ${queue}  ${sentAt.toISOString().slice(0, 19)}Z  ${about}`;

await onTarget(options, async ({ platform, mailbox, where }) => {
  const rest: Opened[] = [];
  let met = 0;
  let failed = 0;
  const one = async (it: Opened) => {
    if (verb === 'show') console.log(`${lineOf(it)}\n${JSON.stringify(it.body ?? it.letter.body, undefined, 2)}\n`);
    if (verb === 'list') console.log(lineOf(it));
    if (verb === 'list' || verb === 'show' || options['dry-run']) {
      if (options['dry-run']) console.log(`${lineOf(it)} → would ${verb}`);
      return void rest.push(it);
    }
    try {
      if (verb === 'drop') await it.letter.remove();
      console.log(`${lineOf(it)} → ${verb === 'drop' ? 'dropped' : await retry(platform, contexts, it)}`);
    } catch (error) {
      failed++;
      console.log(`${lineOf(it)} → stays: ${(error as Error).message}`);
      rest.push(it);
    }
  };
  try {
    for await (const letter of (await mailbox()).letters()) {
      const it = opened(letter);
      const meant = !ids.length || ids.some((id) => letter.id.startsWith(id));
      if (!meant || !(about === undefined || lineOf(it).includes(about))) rest.push(it);
      else {
        met++;
        await one(it);
      }
    }
  } finally {
    // Messages stay invisible until now, so that none is received twice.
    for (const { letter } of rest) await letter.leave();
    // Messages that are left become visible after a second, for the next receiver.
    if (rest.length) await pause(1_100);
  }
  if (ids.length && !met) console.error(`There is no ${ids.join(', ')} in ${where}.`);
  else console.log(`${met} in ${where}${failed ? `, ${failed} could not be done` : ''}`);
  return failed || (ids.length && !met) ? 1 : 0;
});
