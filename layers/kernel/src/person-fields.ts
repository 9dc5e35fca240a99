import { optionalText, text } from './fields.ts';

/** Same as zod's `email`, which the credentials library uses: what that refuses must be refused earlier. */
const address = /^([a-z0-9_'+-]+\.)*[a-z0-9_'+-]*[a-z0-9_+-]@([a-z0-9][a-z0-9-]*\.)+[a-z]{2,}$/;
const anyCase = address.source.replaceAll('a-z', 'A-Za-z').slice(1, -1);

/** An e-mail address in lower case, 254 characters at most. */
export const email = () =>
  text(254, 6, `^\\s*${anyCase}\\s*$`)
    .transform((value) => value.toLowerCase())
    .refine((value) => address.test(value), 'must be an e-mail address')
    .describe('An e-mail address. It is not case-sensitive.');

/** Not allowed in names: control and invisible characters, changes of the direction of the text, markup, links. */
const unfit = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|[<>]|:\/\/|\bwww\./iu;

/** The name of a person or an organization, for display; mails restrict it further. */
export const name = (max: number) =>
  text(max).refine((value) => !unfit.test(value), 'must not contain links, markup or invisible characters');

/** As `name`; a blank one counts as absent. */
export const optionalName = (max: number) =>
  optionalText(max).refine(
    (value) => value === undefined || !unfit.test(value),
    'must not contain links, markup or invisible characters',
  );
