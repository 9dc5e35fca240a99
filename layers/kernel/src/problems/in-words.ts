import type { Language } from '@waybill/languages';

type Reasons = Readonly<Record<string, unknown>>;

/**
 * Translates those reasons of a problem that are texts for people: `detail`, and the messages of `errors`. Paths, values
 * and texts without a translation stay as they are.
 */
export const inWords = (reasons: Reasons, say: Language['say']): Reasons => {
  const { detail, errors } = reasons;
  return {
    ...reasons,
    ...(typeof detail === 'string' && { detail: say(detail) }),
    ...(Array.isArray(errors) && { errors: errors.map((error) => inError(error, say)) }),
  };
};

const inError = (error: unknown, say: Language['say']): unknown => {
  const { message } = Object(error) as Reasons;
  return typeof message === 'string' ? { ...(error as Reasons), message: say(message) } : error;
};
