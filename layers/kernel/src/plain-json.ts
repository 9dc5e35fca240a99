/** JSON as every queue takes it: SQS does not keep U+FFFE and U+FFFF, nor fauxqs 2.4.1 what is beyond them; so they are said in ASCII. */
export const plainJson = (message: object): string =>
  JSON.stringify(message).replace(/[^ -\ud7ff\ue000-\ufffd]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
