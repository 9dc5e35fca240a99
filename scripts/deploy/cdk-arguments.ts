import { parseArgs } from 'node:util';
import { stageNamed } from '#lib/stage';

interface Understood {
  readonly help?: boolean;
  /** The arguments of `cdk`. */
  readonly cdk: readonly string[];
}

const commands = { deploy: ['deploy', '--all'], synth: ['synth', '--quiet'] } as const;

/** CDK arguments of `npm run deploy` and `npm run synth`: the stage as context, the others unchanged; or an error. */
export const cdkArguments = (
  command: keyof typeof commands,
  given: readonly string[],
): Understood | { readonly why: string } => {
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
    return { why: `Name the stage: npm run ${command} -- --stage dev. Try --help.` };
  if (command === 'deploy' && stage.value === 'emulator')
    return { why: 'The stage emulator is deployed with npm run deploy:local.' };
  try {
    stageNamed(stage.value);
  } catch (error) {
    return { why: `--stage: ${(error as Error).message}` };
  }
  const width = stage.inlineValue ? 1 : 2;
  const others = given.filter((_, i) => i < stage.index || i >= stage.index + width);
  if (others.some((word) => /^(--context=|-c=?)?stage=/.test(word)))
    return { why: 'The stage is named with --stage, and with nothing else.' };
  return { cdk: [...commands[command], '-c', `stage=${stage.value}`, ...others] };
};
