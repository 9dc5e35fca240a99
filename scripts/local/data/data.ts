import { accessSync, constants, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkFormat } from './data-format.ts';

/** Creates the directory if necessary. Throws one sentence if it is unusable, or has data of another version. */
export const dataDirectory = (data: string): string => {
  const directory = resolve(data);
  try {
    mkdirSync(directory, { recursive: true });
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(
      `Cannot use ${directory} for data (${(error as NodeJS.ErrnoException).code}): choose another with --data.`,
    );
  }
  checkFormat(directory);
  return directory;
};
