import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as contexts from '#functions/contexts';
import { optionsOf } from '../cli/options.ts';
import { apiFiles } from './api-files.ts';
import { sampleFiles } from './sample-files.ts';

const usage = `npm run openapi -- [options]

Writes the files that describe the API: docs/api/openapi.json and docs/api/problems.md, and adds a sample of each new
event to events/golden.

  --release     make this description the baseline that later ones must be compatible with`;

const { release } = optionsOf({ release: { type: 'boolean', default: false } }, usage);

const home = join(import.meta.dirname, '..', '..');
for (const [path, text] of Object.entries({ ...apiFiles(contexts), ...sampleFiles() })) {
  writeFileSync(join(home, path), text);
  console.log(path);
}
if (release) {
  copyFileSync(join(home, 'docs/api/openapi.json'), join(home, 'docs/api/released.json'));
  console.log('docs/api/released.json');
}
