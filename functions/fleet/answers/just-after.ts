/** The next millisecond. As the end of a half-open range, it makes the range include the given time. */
export const justAfter = (time: string): string => new Date(Date.parse(time) + 1).toISOString();
