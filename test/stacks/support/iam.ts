/** Something a function does to the table, as IAM is asked about it. */
export interface Touch {
  readonly action: string;
  /** The index it looks into; without one, the table itself. */
  readonly index?: string | undefined;
  /** The partition keys it names: all that `dynamodb:LeadingKeys` knows. */
  readonly keys: readonly string[];
  /** The attributes it names, and what it says of its choice: all that `dynamodb:Attributes` and `dynamodb:Select` know. */
  readonly attributes?: readonly string[];
  readonly select?: string;
}

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

const list = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);

/** As IAM compares: `*` is any text, `?` any letter. */
const like = (pattern: string): RegExp => {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
};

/** Many thousands of questions are asked about a few hundred patterns. */
const compiled = new Map<string, RegExp>();
const matches = (pattern: string, text: string): boolean => {
  const known = compiled.get(pattern) ?? like(pattern);
  compiled.set(pattern, known);
  return known.test(text);
};

const matchesSome = (patterns: readonly string[]) => (text: string) =>
  patterns.some((pattern) => matches(pattern, text));

/** `ForAllValues` is content when there is no value at all: so is this. */
const holds = (operator: string, patterns: readonly string[], values: readonly string[]): boolean => {
  if (operator === 'StringEquals') return values.length === 1 && patterns.includes(values[0]!);
  if (operator === 'ForAllValues:StringEquals') return values.every((value) => patterns.includes(value));
  if (operator === 'ForAllValues:StringLike') return values.every(matchesSome(patterns));
  if (operator === 'ForAllValues:StringNotLike') return !values.some(matchesSome(patterns));
  throw new Error(`${operator} is not understood here`);
};

const valuesOf = (key: string, { keys, attributes = [], select }: Touch): readonly string[] => {
  if (key === 'dynamodb:LeadingKeys') return keys;
  if (key === 'dynamodb:Attributes') return attributes;
  if (key === 'dynamodb:Select') return select === undefined ? [] : [select];
  throw new Error(`${key} is not understood here`);
};

const applies = (statement: Statement, arn: string, touch: Touch): boolean =>
  matchesSome(list(statement.Action))(`dynamodb:${touch.action}`) &&
  matchesSome(list(statement.Resource))(arn) &&
  Object.entries(statement.Condition ?? {}).every(([operator, test]) =>
    Object.entries(test).every(([key, patterns]) => holds(operator, list(patterns), valuesOf(key, touch))),
  );

/** Whether a role may do it: something allows it, nothing denies it. As much of IAM as our policies use, and no more. */
export const allows = (statements: readonly Statement[], table: string, touch: Touch): boolean => {
  const arn = touch.index ? `${table}/index/${touch.index}` : table;
  const said = statements
    .filter(({ Action }) => list(Action).some((action) => action.startsWith('dynamodb:')))
    .filter((statement) => applies(statement, arn, touch));
  return said.some(({ Effect }) => Effect === 'Allow') && !said.some(({ Effect }) => Effect === 'Deny');
};
