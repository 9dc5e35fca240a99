import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/** Reports a usage error in one sentence, and exits with 2, as shells expect. */
export const misuse = (sentence: string): never => {
  console.error(sentence);
  process.exit(2);
};

/** Parses the options; `--help` prints the usage and exits. */
export const optionsOf = <const Config extends ParseArgsOptionsConfig>(options: Config, usage: string) => {
  const parse = () => parseArgs({ options: { ...options, help: { type: 'boolean', short: 'h' } }, strict: true });
  const read = (): ReturnType<typeof parse> => {
    try {
      return parse();
    } catch (error) {
      return misuse(`${(error as Error).message.split(/\.\s/)[0]}. Try --help.`);
    }
  };
  const values = read().values as ReturnType<typeof parseArgs<{ options: Config }>>['values'] & { help?: boolean };
  if (!values.help) return values;
  console.log(usage);
  process.exit(0);
};
