import { optionsOf } from '../cli/options.ts';
import { runScript } from '../cli/user-error.ts';
import { apiAt, bootstrap, deploy, emulatorUrl, issuerAt } from '../emulator/emulator-deploy.ts';

const usage = `npm run deploy:local

Deploys all stacks, as the stage "emulator", to the emulator at AWS_ENDPOINT_URL (default: http://localhost:4566),
and prints the URL of the API and a token. Safe to repeat.`;

optionsOf({}, usage);
const stage = 'emulator';

await runScript(async () => {
  const url = await emulatorUrl();
  await bootstrap(url);
  await deploy(url, { stage });
  const api = await apiAt(url, stage);
  const token = await (await issuerAt(url, stage)).mint({ role: 'officer' });
  console.log(`
API    ${api}
Token  ${token}
       an officer's, good for 15 minutes; others: AWS_ENDPOINT_URL=${url} npm run -s token -- --stage ${stage} --role owner

curl -s ${api}/health
curl -s ${api}/deliveries -H "authorization: Bearer ${token}"`);
});
