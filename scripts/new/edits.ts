import { Refused } from './refused.ts';

const quotes = new Set(["'", '"', '`']);

/** The end of the statement that begins there: its semicolon, outside of all brackets, strings and comments. */
const endOf = (text: string, start: number): number => {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const char = text[at]!;
    if (quotes.has(char)) {
      for (at++; at < text.length && text[at] !== char; at++) if (text[at] === '\\') at++;
    } else if (text.startsWith('//', at)) at = text.indexOf('\n', at);
    else if (text.startsWith('/*', at)) at = text.indexOf('*/', at) + 1;
    else if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) depth--;
    else if (char === ';' && depth === 0) return at;
  }
  throw new Refused('A statement without an end cannot be extended: run npm run fix first.');
};

/** Inserts `.on(event, handler)` at the end of an aggregate's or a projection's handlers. */
export const withHandler = (exported: string, handler: string) => (text: string) => {
  const start = text.indexOf(`export const ${exported} = `);
  if (start < 0) throw new Refused(`There is no export ${exported} to extend.`);
  const statement = text.slice(start, endOf(text, start));
  const invariants = statement.lastIndexOf('\n  .invariants(');
  const end = start + (invariants < 0 ? statement.length : invariants);
  return `${text.slice(0, end)}\n  ${handler}${text.slice(end)}`;
};

/** Adds the name to the imports from a module. */
export const withImport = (module: string, name: string) => (text: string) => {
  const known = new RegExp(`import \\{([^}]*)\\} from '${module}';`).exec(text);
  if (!known) return `import { ${name} } from '${module}';\n${text}`;
  if (new RegExp(`\\b${name}\\b`).test(known[1]!)) return text;
  return text.replace(known[0], `import { ${known[1]!.trim().replace(/,$/, '')}, ${name} } from '${module}';`);
};

/** Adds an id to the examples of operations. */
export const withExampleId = (name: string, id: string) => (text: string) =>
  text.replace(/} as const;\s*$/, `  ${name}: '${id}',\n} as const;\n`);

/** Adds a group of operations to the documentation. */
export const withTag = (name: string, description: string, path: string) => (text: string) =>
  text.replace(
    /\] as const;\s*$/,
    `  { name: '${name}', description: '${description}', under: ['${path}'] },\n] as const;\n`,
  );

export const withLine = (line: string) => (text: string) => `${text.trimEnd()}\n${line}\n`;
