import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RuntimeOptions } from './runtime.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const runtime = fileURLToPath(new URL('./runtime.ts', import.meta.url));
const watched = ['functions', 'events', 'layers'];
const debounceMs = 150;
/** Powertools reads these when it is imported, so they are set before the runtime is imported. */
const quiet = {
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  ...process.env,
  POWERTOOLS_METRICS_DISABLED: 'true',
  POWERTOOLS_TRACE_ENABLED: 'false',
};

/** Runs one runtime at a time: a new one after every change, none after Ctrl-C. */
export const supervise = (first: RuntimeOptions): void => {
  let options = first;
  let child: ChildProcess | undefined;
  let ready = false;
  let ever = false;
  let ending = false;

  const begin = () => {
    ready = false;
    const started = fork(runtime, [JSON.stringify(options)], { stdio: 'inherit', env: quiet });
    child = started;
    started.once('message', () => {
      ready = true;
      ever = true;
      options = { ...options, fresh: false, again: true };
    });
    started.once('exit', (code) => {
      if (child !== started) return;
      child = undefined;
      if (ending) return;
      // If the changed code does not start, it is restarted after the next change.
      if (!ready && ever) console.error('waiting for a change …');
      else process.exit(code || 1);
    });
  };

  const end = async () => {
    const old = child;
    if (!old) return;
    child = undefined;
    const gone = once(old, 'exit');
    if (old.connected) old.send('stop');
    await gone;
  };

  let restarting: Promise<void> = Promise.resolve();
  const restart = () => {
    restarting = restarting.then(async () => {
      if (ending) return;
      await end();
      if (!ending) begin();
    });
  };

  let timer: NodeJS.Timeout | undefined;
  for (const directory of watched)
    watch(`${root}/${directory}`, { recursive: true }, (_, file) => {
      if (!file?.endsWith('.ts') || /(^|\/)(node_modules|dist|\.)/.test(file)) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        console.log(`${directory}/${file} has changed: starting again …`);
        restart();
      }, debounceMs);
    });

  const quit = () => {
    if (ending) return;
    ending = true;
    void restarting.then(end).then(() => process.exit(0));
  };
  process.on('SIGINT', quit).on('SIGTERM', quit);
  begin();
};
