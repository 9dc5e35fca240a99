import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isHttp } from '@waybill/kernel';
import { itemProblemsOf, problemsOf } from '@waybill/kernel/problems/problems-of';
import * as contexts from '#functions/contexts';
import { passwordMessages } from '#functions/identity/domain/account/password-messages';

const root = join(import.meta.dirname, '..', '..', '..');
const definitions = Object.values(contexts)
  .flatMap((manifest) => Object.values(manifest))
  .map(({ definition }) => definition)
  .filter(isHttp);

/** The sentence of every problem with which a function can respond. */
const sentences = definitions
  .flatMap((definition) => [
    ...problemsOf(definition),
    ...(definition.kind === 'bulk' ? itemProblemsOf(definition.of) : []),
  ])
  .map(({ description }) => description);

/** The messages that schemas declare, wherever they are in the schema of an input. */
const messagesIn = (schema: unknown, seen = new Set<unknown>()): readonly string[] => {
  if (typeof schema !== 'object' || schema === null || seen.has(schema)) return [];
  seen.add(schema);
  const own = '_zod' in schema ? (schema._zod as { def: Record<string, unknown> }).def : undefined;
  if (!own) {
    const isPlain = Array.isArray(schema) || Object.getPrototypeOf(schema) === Object.prototype;
    return isPlain ? Object.values(schema).flatMap((value) => messagesIn(value, seen)) : [];
  }
  const { error, getter, ...parts } = own;
  const lazy = typeof getter === 'function' ? getter() : undefined;
  const said = typeof error === 'function' ? error({}) : undefined;
  const message = typeof said === 'string' ? said : (said?.message as string | undefined);
  return [...(message ? [message] : []), ...messagesIn({ ...parts, lazy }, seen)];
};

/** `message: '…'` and `detail: '…'` in code that makes problems; a value in a template literal becomes `x`. */
const written = ['functions', 'layers/kernel/src'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [
      ...readFileSync(join(root, folder, file), 'utf8').matchAll(/\b(?:message|detail): (?:'([^'\n]+)'|`([^`\n]+)`)/g),
    ])
    .map(([, text, template]) => text ?? template!.replace(/\$\{[^}]*\}/g, 'x')),
);

/** Every English text for people in a problem. zod translates its own messages. */
export const declaredTexts: readonly string[] = [
  ...new Set([
    ...sentences,
    ...definitions.flatMap(({ input }) => messagesIn(input)),
    ...Object.values(passwordMessages),
    ...written,
  ]),
];
