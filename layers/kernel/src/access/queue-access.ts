import { newId } from '../ids.ts';
import { maxDelaySeconds } from '../platform.ts';
import type { Queue } from './declared/queue.ts';
import type { SendMessage } from './handles.ts';
import type { Opened } from './open-access.ts';

/** What the queue of a worker carries: a message, and what caused it. */
export interface QueuedMessage {
  /** Different for each message that is sent, the same each time that it is delivered. */
  readonly id: string;
  /** The organization of the sender, in which the worker works. */
  readonly org: string;
  readonly correlationId: string;
  readonly causationId: string;
  readonly message: object;
}

/**
 * Sends at once, and not when the unit of work is committed: so a message is never lost, but it may arrive although the
 * commit has failed, and before it.
 */
export const queueSender =
  ({ name, message: shape }: Queue, { platform, org, origin }: Opened): SendMessage<object> =>
  async (message, { delaySeconds = 0 } = {}) => {
    if (!Number.isInteger(delaySeconds) || delaySeconds < 0 || delaySeconds > maxDelaySeconds)
      throw new RangeError(`a message is delayed by 0 to ${maxDelaySeconds} whole seconds`);
    const delay = delaySeconds ? { delaySeconds } : undefined;
    if (!shape) return platform.queue.send(name, message, delay);
    shape.parse(message);
    const { commandId, correlationId, sentCausationId: causationId = commandId } = origin();
    const queued: QueuedMessage = { id: newId(), org, correlationId, causationId, message };
    await platform.queue.send(name, queued, delay);
  };
