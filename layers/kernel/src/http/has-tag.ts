/** Whether `If-None-Match` names the tag, by weak comparison (RFC 9110 §13.1.2). */
export const hasTag = (header = '', tag: string): boolean =>
  header.split(',').some((one) => ['*', tag].includes(one.trim().replace(/^W\//, '')));
