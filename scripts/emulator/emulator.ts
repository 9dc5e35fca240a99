import { misuse, optionsOf } from '../cli/options.ts';
import { runScript } from '../cli/user-error.ts';
import { startEmulator } from './start-emulator.ts';

const usage = `npm run emulator

Runs an empty MiniStack, without Docker, until Ctrl-C. The first time, it is installed from PyPI into .local/venv.
Nothing is stored: deployments are lost when it stops.

  --port N   the port (default: 4566 if it is free, otherwise any free port)`;

const options = optionsOf({ port: { type: 'string' } }, usage);
const port = options.port === undefined ? undefined : Number(options.port);
if (port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65_535))
  misuse('--port must be a number from 1 to 65535.');

await runScript(async () => {
  const emulator = await startEmulator(port);
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= emulator.stop();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);

  const to = new URL(emulator.url).port === '4566' ? '' : `AWS_ENDPOINT_URL=${emulator.url} `;
  console.log(`ready ${emulator.url}\n\nIn a second terminal: ${to}npm run deploy:local`);

  await emulator.ended;
  if (!stopping) {
    console.error(`MiniStack ended by itself. It said:\n${emulator.log().slice(-2_000)}`);
    process.exitCode = 1;
  }
  await (stopping ?? emulator.stop());
});
