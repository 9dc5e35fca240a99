import type * as z from 'zod';

/** A queue of the stage to which a function sends messages, `waybill-<stage>-<name>`. */
export interface Queue<Message extends z.ZodObject | undefined = z.ZodObject | undefined> {
  readonly kind: 'queue';
  readonly name: string;
  /** The shape of its messages, if a worker consumes them. Without one they are read outside of Waybill. */
  readonly message: Message;
}

interface Declare {
  /** A queue whose messages are read outside of Waybill. */
  (name: string): Queue<undefined>;
  /** A queue for a `worker`. A message says ids rather than contents: what is in a queue cannot be found or deleted. */
  <Message extends z.ZodObject>(name: string, message: Message): Queue<Message>;
}

export const queue: Declare = (name: string, message?: z.ZodObject) => ({ kind: 'queue', name, message }) as Queue<any>;
