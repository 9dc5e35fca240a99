/** An action on the table, as IAM evaluates it. */
export interface Touch {
  readonly action: string;
  /** The index; without one, the table itself. */
  readonly index?: string | undefined;
  /** Its partition keys: the value of `dynamodb:LeadingKeys`. */
  readonly keys: readonly string[];
  /** The attributes that it reads and selects: the values of `dynamodb:Attributes` and `dynamodb:Select`. */
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

/** Compares like IAM: `*` matches any text, `?` any character. */
const like = (pattern: string): RegExp => {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
};

/** Cached, because thousands of checks use a few hundred patterns. */
const compiled = new Map<string, RegExp>();
const matches = (pattern: string, text: string): boolean => {
  const known = compiled.get(pattern) ?? like(pattern);
  compiled.set(pattern, known);
  return known.test(text);
};

const matchesSome = (patterns: readonly string[]) => (text: string) =>
  patterns.some((pattern) => matches(pattern, text));

/** `ForAllValues` is true when there is no value. */
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

/** Whether a role may perform the action: allowed and not denied. Implements only the parts of IAM that our policies use. */
export const allows = (statements: readonly Statement[], table: string, touch: Touch): boolean => {
  const arn = touch.index ? `${table}/index/${touch.index}` : table;
  const said = statements
    .filter(({ Action }) => list(Action).some((action) => action.startsWith('dynamodb:')))
    .filter((statement) => applies(statement, arn, touch));
  return said.some(({ Effect }) => Effect === 'Allow') && !said.some(({ Effect }) => Effect === 'Deny');
};
