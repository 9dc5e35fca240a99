import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contexts } from '@waybill/kernel';
import { appOn } from './sample-app.ts';

export interface Written {
  readonly file: string;
  readonly bytes: number;
  readonly resources: readonly { readonly Type: string; readonly Properties: any }[];
}

/** Every template of a stage as it is uploaded, those of nested stacks included. */
export const writtenFor = (contexts: Contexts): Written[] => {
  const { directory } = appOn('prod', contexts).app.synth();
  return readdirSync(directory)
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => {
      const text = readFileSync(join(directory, file));
      return { file, bytes: text.length, resources: Object.values<any>(JSON.parse(String(text)).Resources) };
    });
};

export const ofType = (type: string, templates: readonly Written[]) =>
  templates.flatMap(({ resources }) => resources).filter(({ Type }) => Type === type);

/** The size of each role's inline policies as JSON, in bytes. */
export const policySizes = (templates: readonly Written[]): number[] =>
  ofType('AWS::IAM::Role', templates).map(({ Properties }) => JSON.stringify(Properties.Policies ?? []).length);
