import { isIP } from 'node:net';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { pseudonymOf, sourceKey } from '@waybill/kernel';
import { misuse, optionsOf } from '../cli/options.ts';
import { awsHere } from '../operate/tool-aws.ts';

const usage = `npm run -s source -- --stage NAME --ip ADDRESS [--day YYYY-MM-DD]

Prints the \`source\` that a deployment logs for an IP address on one day (UTC; default: today).
It needs permission to read /waybill/NAME/${sourceKey.name}. See docs/operations.md.`;

const { stage, ip, day } = optionsOf(
  {
    stage: { type: 'string' },
    ip: { type: 'string' },
    day: { type: 'string', default: new Date().toISOString().slice(0, 10) },
  },
  usage,
);
if (!stage || !/^[a-z][a-z0-9-]{0,15}$/.test(stage)) misuse('--stage must name a deployment.');
if (!ip || !isIP(ip)) misuse('--ip must be an IPv4 or IPv6 address.');
const at = new Date(`${day}T00:00:00.000Z`);
if (Number.isNaN(at.getTime())) misuse('--day must be a day, as in 2026-05-04.');

const Name = `/waybill/${stage}/${sourceKey.name}`;
const key = await new SSMClient(awsHere())
  .send(new GetParameterCommand({ Name, WithDecryption: true }))
  .then(({ Parameter }) => Parameter!.Value!)
  .catch((error: Error) => misuse(`${Name} cannot be read (${error.name}).`));
console.log(pseudonymOf(key, ip!, at));
