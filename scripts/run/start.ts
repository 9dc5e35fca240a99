import { misuse, optionsOf } from '../cli/options.ts';
import { supervise } from './supervise.ts';

const usage = `npm start -- [options]

Runs the whole system on this machine, and again whenever the code changes.

  --port N      where to listen (default: 3000; 0 takes a free one)
  --data DIR    where everything is kept (default: .local)
  --fresh       forget what is kept there
  --no-seed     do not make a demo organisation when there is nothing yet
  --host NAME   answer requests for this host name, too, as those of a tunnel or a proxy; may be repeated`;

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
