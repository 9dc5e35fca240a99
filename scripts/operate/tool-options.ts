import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { misuse } from '../cli/options.ts';

const everywhere = {
  stage: { type: 'string' },
  data: { type: 'string', default: '.local' },
  'dry-run': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** The end of every tool's usage text. */
const everywhereUsage = `
  --stage NAME   a deployment, by the AWS SDK's environment (AWS_ENDPOINT_URL for an emulator);
                 without it, the local runtime, whether it is running or not
  --data DIR     where the local runtime keeps its data (default: .local)
  --dry-run      say what would be done, and change nothing`;

interface Common {
  readonly stage?: string;
  readonly data: string;
  readonly 'dry-run': boolean;
  readonly help: boolean;
}

/** The reader of the pipe may end early, as `head` does: the tool still finishes its work. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

/** A tool's options and positional arguments; `--help` prints the usage and exits. */
export const toolOptions = <const Config extends ParseArgsOptionsConfig>(own: Config, usage: string, words = 0) => {
  type Values = ReturnType<typeof parseArgs<{ options: Config & typeof everywhere }>>['values'];
  const read = (): { values: Values & Common; positionals: string[] } => {
    try {
      return parseArgs({ options: { ...own, ...everywhere }, strict: true, allowPositionals: true }) as any;
    } catch (error) {
      return misuse(`${(error as Error).message.split(/\.\s/)[0]}. Try --help.`);
    }
  };
  const { values, positionals } = read();
  if (values.help) {
    console.log(usage + everywhereUsage);
    process.exit(0);
  }
  if (positionals.length > words) misuse(`${positionals[words]} is one word too many. Try --help.`);
  if (values.stage !== undefined && !/^[a-z][a-z0-9-]{0,30}$/.test(values.stage))
    misuse('--stage must be a short lower-case name.');
  return { ...values, words: positionals };
};
