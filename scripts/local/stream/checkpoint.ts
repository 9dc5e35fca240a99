import { readJson, writeJson } from '../data/json-file.ts';
import { outage } from '../dynamo/outage.ts';

/** The position of a reader. */
export interface Position {
  readonly shard: string;
  readonly sequence: string;
}

export interface Checkpoint {
  read(): Position | undefined;
  note(position: Position): void;
  flush(): void;
}

const everyMs = 250;
const retryMs = 1_000;
const advice = 'Delete it: the stream is read from its beginning, and what was handled before is recognised.';

/**
 * Stored in a file, with a delay: after a crash, or while the file cannot be written, some records are handled again,
 * and none is skipped.
 */
export const checkpointIn = (file: string): Checkpoint => {
  const writing = outage('writing a checkpoint', { file });
  let latest: Position | undefined;
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (!latest) return;
    try {
      writeJson(file, latest, { sync: false });
      latest = undefined;
      writing.worked();
    } catch (error) {
      writing.failed(error);
      timer = setTimeout(flush, retryMs).unref();
    }
  };
  return {
    read: () => readJson<Position>(file, advice),
    note: (position) => {
      latest = position;
      timer ??= setTimeout(flush, everyMs).unref();
    },
    flush,
  };
};

/** In memory no position is stored. */
export const noCheckpoint: Checkpoint = { read: () => undefined, note: () => {}, flush: () => {} };
