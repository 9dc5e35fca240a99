import type { Contexts } from '@waybill/kernel';

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** A copy of a definition as another context would have it. Schemas and functions are shared. */
const renamed = (value: unknown, names: ReadonlyMap<string, string>): unknown => {
  if (Array.isArray(value)) return value.map((item) => renamed(item, names));
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (key === 'context' && typeof inner === 'string') return [key, names.get(inner) ?? inner];
      return [key, typeof inner === 'function' && 'definition' in inner ? copyOf(inner, names) : renamed(inner, names)];
    }),
  );
};

const copyOf = ({ definition }: { definition?: unknown }, names: ReadonlyMap<string, string>) => ({
  definition: renamed(definition, names),
});

/** `POST /drivers/{driverId}/documents` becomes `POST /drivers2/{driverId}/documents`. */
const moved = (route: string, suffix: string) => route.replace(/^(\w+ \/[^/]+)/, `$1${suffix}`);

/** The contexts, and copies of them under other names and other path segments. */
export const multiplied = (contexts: Contexts, times: number): Contexts =>
  Object.fromEntries(
    Array.from({ length: times }, (_, i) => (i ? String(i + 1) : '')).flatMap((suffix) => {
      const names = new Map(Object.keys(contexts).map((name) => [name, `${name}${suffix}`]));
      return Object.entries(contexts).map(([name, manifest]) => [
        names.get(name)!,
        Object.fromEntries(
          Object.entries(manifest).map(([export_, fn]) => {
            const { definition } = copyOf(fn, names) as any;
            const { route } = definition;
            return [export_, { definition: { ...definition, ...(route && { route: moved(route, suffix) }) } }];
          }),
        ),
      ]);
    }),
  ) as unknown as Contexts;
