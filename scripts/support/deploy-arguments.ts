import { parseArgs } from 'node:util';
import { stageNamed } from '#lib/stage';

interface Understood {
  readonly help?: boolean;
  /** What `cdk` is called with. */
  readonly cdk: readonly string[];
}

/** What `npm run deploy` makes of its arguments: the stage is ours, and everything else the CDK's. Or why not. */
export const deployArguments = (given: readonly string[]): Understood | { readonly why: string } => {
  const { tokens } = parseArgs({
    args: [...given],
    options: { stage: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    strict: false,
    tokens: true,
  });
  const ours = tokens.flatMap((token) => (token.kind === 'option' ? [token] : []));
  if (ours.some(({ name }) => name === 'help')) return { help: true, cdk: [] };
  const stages = ours.filter(({ name }) => name === 'stage');
  const [stage] = stages;
  if (stages.length > 1) return { why: 'Name one --stage.' };
  if (typeof stage?.value !== 'string' || !stage.value || stage.value.startsWith('-'))
    return { why: 'Name the stage: npm run deploy -- --stage dev. Try --help.' };
  if (stage.value === 'local')
    return { why: 'The stage local is for emulators, which are deployed to with npm run deploy:local.' };
  try {
    stageNamed(stage.value);
  } catch (error) {
    return { why: `--stage: ${(error as Error).message}.` };
  }
  const width = stage.inlineValue ? 1 : 2;
  const others = given.filter((_, i) => i < stage.index || i >= stage.index + width);
  if (others.some((word) => /^(--context=|-c=?)?stage=/.test(word)))
    return { why: 'The stage is named with --stage, and with nothing else.' };
  return { cdk: ['deploy', '--all', '-c', `stage=${stage.value}`, ...others] };
};
