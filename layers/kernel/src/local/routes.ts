interface Branch<Target> {
  readonly literals: Map<string, Branch<Target>>;
  any?: Branch<Target>;
  readonly targets: Map<string, Leaf<Target>>;
}

interface Leaf<Target> {
  readonly target: Target;
  readonly names: readonly string[];
}

export type Found<Target> =
  | { readonly target: Target; readonly parameters: readonly (readonly [name: string, raw: string])[] }
  | { readonly allowed: readonly string[] }
  | undefined;

/** Finds what a request is for; a segment spelled out goes before one that may be anything. */
export const routes = <Target>(entries: Iterable<readonly [route: string, target: Target]>) => {
  const root = branch<Target>();
  for (const [route, target] of entries) {
    const [method, path] = route.split(' ') as [string, string];
    const names: string[] = [];
    let at = root;
    for (const segment of path.slice(1).split('/')) {
      const [, name] = /^{(\w+)}$/.exec(segment) ?? [];
      if (name) names.push(name);
      at = name ? anyOf(at) : literal(at, segment);
    }
    at.targets.set(method, { target, names });
  }

  /** The leaf of that method; or else what other methods the path has. */
  return (method: string, path: string): Found<Target> => {
    const segments = path.slice(1).split('/');
    const allowed = new Set<string>();
    const values: string[] = [];
    const walk = (at: Branch<Target>, depth: number): Leaf<Target> | undefined => {
      if (depth === segments.length) {
        for (const known of at.targets.keys()) allowed.add(known);
        return at.targets.get(method);
      }
      const segment = segments[depth]!;
      const spelledOut = at.literals.get(segment);
      const found = spelledOut && walk(spelledOut, depth + 1);
      if (found || !at.any || segment === '') return found;
      values.push(segment);
      const guessed = walk(at.any, depth + 1);
      if (!guessed) values.pop();
      return guessed;
    };
    const leaf = walk(root, 0);
    if (leaf) return { target: leaf.target, parameters: leaf.names.map((name, i) => [name, values[i]!] as const) };
    return allowed.size ? { allowed: [...allowed] } : undefined;
  };
};

const branch = <Target>(): Branch<Target> => ({ literals: new Map(), targets: new Map() });

const anyOf = <Target>(at: Branch<Target>) => {
  at.any ??= branch();
  return at.any;
};

const literal = <Target>(at: Branch<Target>, segment: string) => {
  const next = at.literals.get(segment) ?? branch<Target>();
  at.literals.set(segment, next);
  return next;
};
