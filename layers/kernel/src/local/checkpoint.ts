import { readJson, writeJson } from './json-file.ts';

/** How far a reader has got. */
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

/** Kept in a file, a little behind: after a crash some records are told again, none is left out. */
export const checkpointIn = (file: string): Checkpoint => {
  let latest: Position | undefined;
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (!latest) return;
    writeJson(file, latest, { sync: false });
    latest = undefined;
  };
  return {
    read: () =>
      readJson<Position>(
        file,
        'Delete it: the stream is read from its beginning, and what was handled before is recognised.',
      ),
    note: (position) => {
      latest = position;
      timer ??= setTimeout(flush, everyMs).unref();
    },
    flush,
  };
};

/** Where nothing is kept, nothing need be remembered. */
export const forgetful: Checkpoint = { read: () => undefined, note: () => {}, flush: () => {} };
