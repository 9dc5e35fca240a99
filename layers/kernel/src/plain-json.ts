/**
 * JSON that every queue accepts: SQS does not keep U+FFFE and U+FFFF, and fauxqs 2.4.1 nothing above them, so they are
 * escaped as ASCII.
 */
export const plainJson = (message: object): string =>
  JSON.stringify(message).replace(/[^ -\ud7ff\ue000-\ufffd]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
