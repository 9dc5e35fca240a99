import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type DevelopmentKeys, developmentKeys } from '#scripts/local/index';

/** The development key of a local runtime; does not create a mistyped directory. */
export const keysIn = async (data: string): Promise<DevelopmentKeys> => {
  if (!existsSync(join(data, 'development-key.json')))
    throw new Error(
      `There is no development key in ${data}: start the system with \`npm start\`, or name its data directory with --data.`,
    );
  return developmentKeys(data);
};
