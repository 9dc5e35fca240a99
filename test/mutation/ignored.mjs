/** The texts of a schema are in the OpenAPI document, which has tests of its own. */
const schemaTexts = ({ listKey, parent, node, key }) => {
  if (listKey !== 'arguments' || parent.callee?.type !== 'MemberExpression') return undefined;
  const { name } = parent.callee.property;
  const isText =
    name === 'describe' || name === 'meta' || (name === 'refine' && key === 1 && node.type === 'StringLiteral');
  return isText ? 'a text of the OpenAPI document' : undefined;
};

/** Metrics need a process of their own: `kernel/observability/metrics.test.ts`. */
const metrics = ({ node }) => (node.type === 'CallExpression' && node.callee.name === 'count' ? 'a metric' : undefined);

/** What is not changed, because the tests that are run against mutants cannot detect it. */
export const strykerPlugins = [
  { kind: 'Ignore', name: 'ignored', value: { shouldIgnore: (path) => schemaTexts(path) ?? metrics(path) } },
];
