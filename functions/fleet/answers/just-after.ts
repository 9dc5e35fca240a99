/** The first moment after this one: a half-open range up to there has it in it. */
export const justAfter = (time: string): string => new Date(Date.parse(time) + 1).toISOString();
