import { misuse, optionsOf } from './support/options.ts';
import { supervise } from './support/supervise.ts';

const usage = `npm start -- [options]

Runs the whole system on this machine, and again whenever the code changes.

  --port N      where to listen (default: 3000; 0 takes a free one)
  --data DIR    where everything is kept (default: .local)
  --fresh       forget what is kept there
  --no-seed     do not make a demo organisation when there is nothing yet`;

const options = optionsOf(
  {
    port: { type: 'string', default: '3000' },
    data: { type: 'string', default: '.local' },
    fresh: { type: 'boolean', default: false },
    'no-seed': { type: 'boolean', default: false },
  },
  usage,
);

const port = Number(options.port);
if (!/^\d{1,5}$/.test(options.port) || port > 65_535)
  misuse(`--port must be a number from 0 to 65535, not ${options.port}.`);
if (options.data === '') misuse('--data must name a directory.');

supervise({ port, data: options.data, fresh: options.fresh, seed: !options['no-seed'] });
