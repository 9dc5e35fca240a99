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

/**
 * Finds the target of a request, path first and method second, as API Gateway does: of all paths that match, the one
 * with the earliest literal segment, whatever methods it has.
 */
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

  /** The target of that method, or else the methods of the path. */
  return (method: string, path: string): Found<Target> => {
    const segments = path.slice(1).split('/');
    const values: string[] = [];
    const walk = (at: Branch<Target>, depth: number): Branch<Target> | undefined => {
      if (depth === segments.length) return at.targets.size ? at : undefined;
      const segment = segments[depth]!;
      const next = at.literals.get(segment);
      const found = next && walk(next, depth + 1);
      if (found || !at.any || segment === '') return found;
      values.push(segment);
      const matched = walk(at.any, depth + 1);
      if (!matched) values.pop();
      return matched;
    };
    const targets = walk(root, 0)?.targets;
    const leaf = targets?.get(method);
    if (leaf) return { target: leaf.target, parameters: leaf.names.map((name, i) => [name, values[i]!] as const) };
    return targets && { allowed: [...targets.keys()] };
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
