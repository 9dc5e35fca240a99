import type { HttpDefinition } from '@waybill/kernel/function';
import type { ApiDocument } from './index.ts';

interface Exemplified {
  readonly method: string;
  readonly path: string;
  readonly definition: HttpDefinition;
}

/** The document with each definition's example split by where its fields are sent. */
export const withExamples = (document: ApiDocument, operations: readonly Exemplified[]): ApiDocument => {
  for (const { method, path, definition } of operations) {
    const { parameters = [], requestBody } = document.paths[path]![method]!;
    const example: Readonly<Record<string, unknown>> = (definition.example ?? {}) as Record<string, unknown>;
    const elsewhere = new Set<string>();
    for (const parameter of parameters) {
      if (parameter.name in example) parameter.example = typed(parameter.schema, example[parameter.name]);
      elsewhere.add(parameter.name);
    }
    const body = Object.fromEntries(Object.entries(example).filter(([name]) => !elsewhere.has(name)));
    if (requestBody && definition.example) {
      const content = requestBody.content['application/json'];
      content.example = body;
      // Insomnia reads it from the schema only.
      const named = content.schema.$ref?.split('/').at(-1);
      if (named) document.components.schemas[named]!.example = body;
    }
  }
  return document;
};

/** Values that are strings in a query string, converted as their schema requires. */
const typed = ({ type }: { type?: string }, value: unknown): unknown => {
  if (type === 'integer') return Number(value);
  return type === 'boolean' ? value === 'true' : value;
};
