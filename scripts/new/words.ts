const isKebab = (name: string) => /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name);

/** Names that the generated code uses itself, or that are reserved words. */
const reserved = new Set(
  `aggregate begun body command data describe event events expect given id name note page query reaction reaction-scenario
  recorded row row-after rows scenario status test text z await break case catch class const continue debugger default delete
  do else enum export extends false finally for function if import in instanceof interface let new null package private
  protected public return static super switch this throw true try typeof undefined var void while with yield`.split(
    /\s+/,
  ),
);

/** Whether a file and its export may have that name. */
export const isName = (name: string) => isKebab(name) && !reserved.has(name);

/** `changePriority`: the name of an export. */
export const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** `ChangePriority` */
export const pascal = (name: string) => camel(`-${name}`);

export const kebab = (name: string) => name.replace(/(?<=.)[A-Z]/g, '-$&').toLowerCase();

/** `Change priority` */
export const sentence = (name: string) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');

export const plural = (name: string) => {
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(name) ? `${name}es` : `${name}s`;
};

export const singular = (name: string) => {
  if (/ies$/.test(name)) return `${name.slice(0, -3)}y`;
  if (/(s|x|z|ch|sh)es$/.test(name)) return name.slice(0, -2);
  return name.replace(/s$/, '');
};

const irregular: Readonly<Record<string, string>> = {
  begin: 'begun',
  bring: 'brought',
  build: 'built',
  buy: 'bought',
  cancel: 'cancelled',
  choose: 'chosen',
  draw: 'drawn',
  find: 'found',
  freeze: 'frozen',
  give: 'given',
  hold: 'held',
  keep: 'kept',
  leave: 'left',
  lend: 'lent',
  lose: 'lost',
  make: 'made',
  pay: 'paid',
  put: 'put',
  refer: 'referred',
  sell: 'sold',
  send: 'sent',
  set: 'set',
  split: 'split',
  submit: 'submitted',
  take: 'taken',
  tell: 'told',
  withdraw: 'withdrawn',
  write: 'written',
};

/** `change` → `changed`, `flag` → `flagged` */
export const past = (verb: string) => {
  const known = irregular[verb];
  if (known) return known;
  if (verb.endsWith('e')) return `${verb}d`;
  if (/^[^aeiou]*[aeiou][^aeiouwxy]$/.test(verb)) return `${verb}${verb.at(-1)}ed`;
  return /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ied` : `${verb}ed`;
};
