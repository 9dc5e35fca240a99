import { misuse, optionsOf } from '../cli/options.ts';
import { supervise } from './supervise.ts';

const usage = `npm start -- [options]

Runs the whole system on this machine, and restarts it after changes of the code.

  --port N      the port (default: 3000; 0 selects a free one)
  --data DIR    the data directory (default: .local)
  --fresh       delete the data first
  --no-seed     do not create a demo organization in an empty system
  --host NAME   also accept this host name, for example of a tunnel or a proxy; may be repeated`;

const options = optionsOf(
  {
    port: { type: 'string', default: '3000' },
    data: { type: 'string', default: '.local' },
    fresh: { type: 'boolean', default: false },
    'no-seed': { type: 'boolean', default: false },
    host: { type: 'string', multiple: true, default: [] },
  },
  usage,
);

const port = Number(options.port);
if (!/^\d{1,5}$/.test(options.port) || port > 65_535)
  misuse(`--port must be a number from 0 to 65535, not ${options.port}.`);
if (options.data === '') misuse('--data must name a directory.');

for (const name of options.host)
  if (!/^[a-z0-9.-]{1,253}$/i.test(name)) misuse(`--host must be a host name without a port, not ${name || '""'}.`);

const { data, fresh, host: hosts } = options;
supervise({ port, data, fresh, hosts, seed: !options['no-seed'], again: false });
