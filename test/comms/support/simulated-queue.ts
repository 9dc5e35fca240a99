import type { SQSBatchResponse } from 'aws-lambda';

interface Waiting {
  readonly messageId: string;
  readonly body: string;
  /** Milliseconds. */
  at: number;
  receives: number;
}

type Handler = (event: any) => Promise<SQSBatchResponse>;

const visibilityMs = 360_000;
const maxReceiveCount = 5;

/** A queue as SQS has it, with a clock that moves to the next message: at least once, delayed, with dead letters. */
export const simulatedQueue = (clock: { now: number }, { duplicates = (): boolean => false } = {}) => {
  let waiting: Waiting[] = [];
  let sent = 0;
  const dead: Waiting[] = [];

  const send = (body: string, delaySeconds = 0) => {
    const at = clock.now + delaySeconds * 1000;
    waiting.push({ messageId: `m${sent++}`, body, at, receives: 0 });
    // SQS may deliver a message once more, with the same id.
    if (duplicates()) waiting.push({ messageId: `m${sent}`, body, at: at + 40, receives: 0 });
  };

  /** Delivers what is due now, ten at a time; what fails is due again after the visibility timeout. */
  const deliverDue = async (handler: Handler): Promise<void> => {
    const due = waiting.filter(({ at }) => at <= clock.now);
    waiting = waiting.filter(({ at }) => at > clock.now);
    for (let i = 0; i < due.length; i += 10) {
      const batch = due.slice(i, i + 10);
      const Records = batch.map((message) => ({
        messageId: message.messageId,
        body: message.body,
        attributes: { ApproximateReceiveCount: String(++message.receives) },
      }));
      const { batchItemFailures } = await handler({ Records });
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      for (const message of batch.filter(({ messageId }) => failed.has(messageId)))
        if (message.receives >= maxReceiveCount) dead.push(message);
        else waiting.push(Object.assign(message, { at: clock.now + visibilityMs }));
    }
  };

  return {
    send,
    dead,
    depth: () => waiting.length,
    /** Works until nothing is left, or until a time in milliseconds. */
    drain: async (handler: Handler, until = Number.POSITIVE_INFINITY): Promise<void> => {
      while (waiting.length) {
        const next = Math.min(...waiting.map(({ at }) => at));
        if (next > until) return;
        clock.now = Math.max(clock.now, next);
        await deliverDue(handler);
      }
    },
    /** As `npm run redrive`: dead letters are sent again. */
    redrive: () => {
      for (const { body } of dead.splice(0)) send(body);
    },
  };
};
