import type { Language } from './language.ts';
import type { Texts } from './texts.ts';

const name = /\{([a-z]\w*)\}/gi;

/** Translates with these sentences: first by the sentence as a whole, then by those that have `{values}` in them. */
export const sayIn = (sentences: Texts['sentences']): Language['say'] => {
  const all = new Map(Object.entries(sentences));
  const patterns = [...all].filter(([english]) => english.search(name) >= 0).map(patternOf);
  return (sentence) => {
    const whole = all.get(sentence);
    if (whole !== undefined) return whole;
    for (const { expression, translation } of patterns) {
      const values = expression.exec(sentence)?.groups;
      if (values) return translation.replace(name, (placeholder, value: string) => values[value] ?? placeholder);
    }
    return sentence;
  };
};

/** `must have at least {min} characters` → `/^must have at least (?<min>\S+) characters$/`; the same name, the same value. */
const patternOf = ([english, translation]: readonly [string, string]) => {
  const seen = new Set<string>();
  const expression = escaped(english).replace(escapedName, (_, value: string) => {
    const isKnown = seen.has(value);
    seen.add(value);
    return isKnown ? `\\k<${value}>` : `(?<${value}>\\S+)`;
  });
  return { expression: new RegExp(`^${expression}$`), translation };
};

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const escapedName = /\\\{([a-z]\w*)\\\}/gi;
