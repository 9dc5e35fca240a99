import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Contexts, type Definition, idFieldOf, isHttp, newId, type Source, type z } from '@waybill/kernel';
import type { ProjectionDefinition } from '@waybill/kernel/read/projection-spec';
import { exampleIds } from '#events/examples';
import * as events from '#events/index';
import * as manifests from '#functions/contexts';
import { tags } from '#functions/tags';
import { generatedSample } from '../api/generated-sample.ts';
import { goldenEvents } from '../api/samples.ts';
import { tagOf } from '../openapi/tags.ts';
import { type Change, edit, read, root } from './change.ts';
import { withExampleId, withTag } from './edits.ts';
import { Refused } from './refused.ts';
import { camel, kebab, pascal, plural, sentence } from './words.ts';

export const contexts: Contexts = manifests;

export interface Event {
  readonly type: string;
  readonly revision: number;
  readonly personal: readonly string[];
  readonly schema: z.ZodObject;
}

const isEvent = (exported: unknown): exported is Event => typeof exported === 'function' && 'revision' in exported;

/** Every event, by its name, with the context that publishes it. */
export const eventsByType = new Map<string, { readonly context: string; readonly event: Event }>(
  Object.entries(events).flatMap(([context, module]) =>
    Object.values(module)
      .filter(isEvent)
      .map((event) => [event.type, { context, event }] as const),
  ),
);

export const definitionsIn = (context: string): readonly (readonly [name: string, definition: Definition])[] =>
  Object.entries(contexts[context] ?? {}).map(([name, { definition }]) => [name, definition]);

const routes = () =>
  Object.keys(contexts)
    .flatMap(definitionsIn)
    .flatMap(([name, definition]) =>
      isHttp(definition) && definition.route ? [[definition.route, name] as const] : [],
    );

/** A sample of an event, in its latest revision, as the source code of a call that creates it. */
export const sampleOf = ({ type, revision, schema }: Event): string =>
  `${type}(${JSON.stringify(goldenEvents()[`${type}.${revision}`] ?? generatedSample(schema))})`;

export interface Aggregate {
  readonly context: string;
  readonly name: string;
  readonly idField: string;
  readonly exported: string;
  /** Path from the folder of its context. */
  readonly file: string;
  readonly begins: Event;
  /** `/deliveries/{deliveryId}` */
  readonly path: string;
}

export const aggregatesIn = (context: string): Aggregate[] => {
  const folder = join('functions', context);
  const sources = new Map(
    definitionsIn(context).flatMap(([, definition]): [string, Source][] => {
      const source = sourceOf(definition);
      return source?.context === context ? [[source.name, source]] : [];
    }),
  );
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((it) =>
    it.endsWith('.ts'),
  );
  return files.flatMap((file) =>
    [...read(join(folder, file)).matchAll(/export const (\w+) = aggregate\(\s*'([\w-]+)',\s*'([\w-]+)'\s*\)/g)].flatMap(
      ([, exported, of, name]) => {
        const source = of === context ? sources.get(name!) : undefined;
        if (!source) return [];
        const idField = idFieldOf(name!);
        const [known] = routes().flatMap(([route]) => new RegExp(` (.*/{${idField}})`).exec(route)?.[1] ?? []);
        const path = known ?? `/${plural(name!)}/{${idField}}`;
        return [{ context, name: name!, idField, exported: exported!, file, begins: source.eventTypes[0]!, path }];
      },
    ),
  );
};

const sourceOf = (definition: Definition): Source | undefined => {
  if (definition.kind === 'command') return definition.on;
  return definition.kind === 'projection' ? definition.of : undefined;
};

/** The aggregate of that name, or the only one there is. */
export const aggregateIn = (context: string, name?: string): Aggregate => {
  const all = aggregatesIn(context);
  const found = all.filter((it) => name === undefined || it.name === name);
  if (found.length === 1) return found[0]!;
  const names = all.map((it) => it.name).toSorted();
  throw new Refused(`--aggregate must be one of ${names.join(', ')}${name === undefined ? '' : `, not ${name}`}.`);
};

/** The name of an example id of such an aggregate. */
export const exampleOf = (aggregate: string): string =>
  Object.keys(exampleIds).find((name) => name === camel(aggregate) || name.endsWith(pascal(aggregate))) ??
  camel(aggregate);

/** The changes, and an example id if there is none for such an aggregate. */
export const exemplified = (changes: readonly Change[], aggregate: string): readonly Change[] => {
  const name = exampleOf(aggregate);
  if (name in exampleIds) return changes;
  return edit(changes, 'events/examples.ts', withExampleId(name, newId(`example ${name}`)));
};

/** The changes, and a group in the documentation if none has the path of the route. */
export const tagged = (changes: readonly Change[], route: string): readonly Change[] => {
  const path = route.slice(route.indexOf('/'));
  const [, segment = ''] = path.split('/');
  if (tags.some(({ name }) => name === tagOf(tags, path))) return changes;
  const title = sentence(segment);
  return edit(changes, 'functions/tags.ts', withTag(title, `${title} and what is done with them.`, `/${segment}`));
};

export interface ReadModel {
  readonly name: string;
  readonly exported: string;
  readonly file: string;
  readonly definition: ProjectionDefinition<any>;
}

export const readModelsIn = (context: string): ReadModel[] =>
  definitionsIn(context).flatMap(([exported, definition]) =>
    definition.kind === 'projection'
      ? [{ name: definition.name, exported, file: `projections/${kebab(exported)}.ts`, definition }]
      : [],
  );

/** The projection whose rows are one for each such aggregate. */
export const readModelOf = ({ context, name }: Aggregate): ReadModel | undefined =>
  readModelsIn(context).find(({ definition: { of, key } }) => of.name === name && !key);

/** Throws if another function has the route. */
export const unanswered = (route: string): string => {
  const shape = (it: string) => it.replace(/{\w+}/g, '{}');
  const [, known] = routes().find(([it]) => shape(it) === shape(route)) ?? [];
  if (known) throw new Refused(`${route} is answered by ${known} already: choose another with --route.`);
  return route;
};

/** A route of that method, with its path parameters. */
export const routeOf = (route: string, methods: readonly string[], fields: readonly string[]): string => {
  const [, method = '', path = ''] = /^([A-Z]+) (\/[\w/.{}-]*[\w}])$/.exec(route) ?? [];
  const named = [...path.matchAll(/{(\w+)}/g)].map(([, field]) => field!);
  const isRight =
    methods.includes(method) && named.length === fields.length && fields.every((it) => named.includes(it));
  const example = `${methods[0]} /…${fields.map((field) => `/{${field}}`).join('')}`;
  if (!isRight) throw new Refused(`--route must read like "${example}", not "${route}".`);
  return unanswered(route);
};
