import { parseArgs } from 'node:util';
import { misuse } from './options.ts';

/** Parses the words given, each of which must be one of these; `--help` prints the usage and exits. */
export const wordsOf = <const Word extends string>(known: readonly Word[], usage: string): readonly Word[] => {
  const read = () => {
    try {
      return parseArgs({ options: { help: { type: 'boolean', short: 'h' } }, strict: true, allowPositionals: true });
    } catch (error) {
      return misuse(`${(error as Error).message.split(/\.\s/)[0]}. Try --help.`);
    }
  };
  const { values, positionals } = read();
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const isKnown = (word: string): word is Word => (known as readonly string[]).includes(word);
  return positionals.map((word) => (isKnown(word) ? word : misuse(`${word} is none of ${known.join(', ')}.`)));
};
