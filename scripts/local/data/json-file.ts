import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/**
 * The content of a JSON file; `undefined` if there is no such file. The error for a truncated or otherwise broken file
 * names it and says, with `advice`, what to do about it.
 */
export const readJson = <Content>(file: string, advice: string): Content | undefined => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new Error(`${file} cannot be read (${code}).`, { cause: error });
  }
  try {
    return asObject(JSON.parse(text)) as Content;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Error(`${file} is broken: it is not the JSON object that Waybill wrote. ${advice}`, { cause: error });
  }
};

const asObject = (value: unknown): object => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new SyntaxError('not an object');
};

interface WriteOptions {
  /** Whether to sync it to the disk before returning, so that a power failure cannot leave a partial file. */
  readonly sync?: boolean;
}

/** Replaces the file as a whole; only its owner may read it. If writing fails, the old content stays. */
export const writeJson = (file: string, content: object, { sync = true }: WriteOptions = {}): void => {
  const draft = `${file}.new`;
  const opened = openSync(draft, 'w', 0o600);
  try {
    writeFileSync(opened, JSON.stringify(content));
    if (sync) fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
  renameSync(draft, file);
};
