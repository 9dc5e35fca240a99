import type { Duplex } from 'node:stream';
import { Problem } from '@waybill/kernel/problems/problem';
import { headersTooLarge, malformedRequest, requestTooSlow } from '@waybill/kernel/problems/problems';
import { correlationIn, problemAnswer } from './http-answer.ts';
import { logAnswer } from './http-log.ts';

const problems: Readonly<Record<string, Problem>> = {
  HPE_HEADER_OVERFLOW: Problem.of(headersTooLarge()),
  ERR_HTTP_REQUEST_TIMEOUT: Problem.of(requestTooSlow()),
};
const malformed = Problem.of(malformedRequest());

/** Responds to input that is not HTTP, and closes the connection. */
export const refuseMalformed = (error: NodeJS.ErrnoException, socket: Duplex): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = problems[error.code ?? ''] ?? malformed;
  const correlation = correlationIn(undefined);
  const { statusCode, headers = {}, body } = problemAnswer(problem, correlation);
  const lines = Object.entries({
    ...headers,
    connection: 'close',
    'content-length': Buffer.byteLength(body as string),
  });
  socket.end(
    `HTTP/1.1 ${statusCode} Problem\r\n${lines.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n${body}`,
  );
  logAnswer({ status: problem.status, code: problem.code, correlation });
};
