import { optionsOf } from '../cli/options.ts';
import { runScript } from '../cli/user-error.ts';
import { destroy, emulatorUrl } from '../emulator/emulator-deploy.ts';

const usage = `npm run destroy:local

Deletes all stacks of the stage "emulator", with their data, from the emulator at AWS_ENDPOINT_URL
(default: http://localhost:4566). Safe to repeat.`;

optionsOf({}, usage);

await runScript(async () => {
  const gone = await destroy(await emulatorUrl(), 'emulator');
  console.log(gone.length ? `Deleted ${gone.join(', ')}.` : 'There is nothing to delete.');
});
