import { readFileSync, renameSync, writeFileSync } from 'node:fs';

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
    writeFileSync(`${file}.new`, JSON.stringify(latest));
    renameSync(`${file}.new`, file);
    latest = undefined;
  };
  return {
    read: () => read(file),
    note: (position) => {
      latest = position;
      timer ??= setTimeout(flush, everyMs).unref();
    },
    flush,
  };
};

/** Where nothing is kept, nothing need be remembered. */
export const forgetful: Checkpoint = { read: () => undefined, note: () => {}, flush: () => {} };

const read = (file: string): Position | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Position;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};
