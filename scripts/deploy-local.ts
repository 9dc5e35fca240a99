import { developmentKeys } from '@waybill/kernel/local';
import { orSorry } from './support/emulator.ts';
import { apiAt, bootstrap, deploy, emulatorUrl, trust } from './support/emulator-deploy.ts';
import { optionsOf } from './support/options.ts';

const usage = `npm run deploy:local

Deploys all stacks, as the stage "local", to the emulator at AWS_ENDPOINT_URL (default: http://localhost:4566),
lets it trust the tokens of npm run token, and prints where the API is. Safe to repeat.

  --data DIR   where the development key is kept (default: .local)`;

const { data } = optionsOf({ data: { type: 'string', default: '.local' } }, usage);
const stage = 'local';

await orSorry(async () => {
  const url = await emulatorUrl();
  await bootstrap(url);
  await deploy(url, { stage });
  const keys = await developmentKeys(data);
  await trust(url, stage, keys);

  const api = await apiAt(url, stage);
  const token = await keys.mint({ role: 'officer' });
  console.log(`
API    ${api}
Token  ${token}
       an officer's, good for 15 minutes; others: AWS_ENDPOINT_URL=${url} npm run -s token -- --role owner

curl -s ${api}/health
curl -s ${api}/deliveries -H "authorization: Bearer ${token}"`);
});
