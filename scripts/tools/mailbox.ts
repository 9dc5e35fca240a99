import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

export interface Letter {
  readonly id: string;
  /** The short name of its queue. */
  readonly queue: string;
  readonly body: string;
  readonly sentAt: Date;
  /** Its source queue, if it can be sent back. */
  readonly source?: string | undefined;
  /** Deletes it. */
  remove(): Promise<void>;
  /** Sends it back to its source queue. */
  sendBack(): Promise<void>;
  /** Leaves it in the queue. */
  leave(): Promise<void>;
}

export interface Mailbox {
  /** All parked records and dead letters, each invisible to others for that many seconds. */
  letters(seconds?: number): AsyncIterable<Letter>;
}

const deadOrParked = /(-dead|-parked|-DeadLetters[\w-]*|-Parked[\w-]*)$/;

interface Known {
  readonly name: string;
  readonly url: string;
  readonly sources: readonly string[];
}

/** The dead-letter queues of a stage, found by name; redrive policies name their source queues. */
export const sqsMailbox = (client: SQSClient, prefix: string): Mailbox => {
  const queues = async (): Promise<Known[]> => {
    const urls: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(new ListQueuesCommand({ QueueNamePrefix: prefix, MaxResults: 1000, NextToken }));
      urls.push(...(page.QueueUrls ?? []));
      NextToken = page.NextToken;
    } while (NextToken);
    const all = await Promise.all(
      urls.map(async (url) => {
        const { Attributes = {} } = await client.send(
          new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn', 'RedrivePolicy'] }),
        );
        const to: string | undefined = JSON.parse(Attributes.RedrivePolicy ?? '{}').deadLetterTargetArn;
        return { url, name: url.slice(url.lastIndexOf('/') + 1), arn: Attributes.QueueArn ?? '', to };
      }),
    );
    return all
      .filter(({ name, arn }) => deadOrParked.test(name) || all.some(({ to }) => to === arn))
      .map(({ url, name, arn }) => ({ url, name, sources: all.filter(({ to }) => to === arn).map(({ url }) => url) }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  };

  const lettersOf = async function* ({ name, url, sources }: Known, seconds: number): AsyncIterable<Letter> {
    for (;;) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: url,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: seconds,
          MessageSystemAttributeNames: ['All'],
        }),
      );
      if (!Messages.length) return;
      for (const { MessageId = '', Body = '', ReceiptHandle, Attributes = {} } of Messages) {
        const from = Attributes.DeadLetterQueueSourceArn?.split(':').at(-1);
        const source = sources.find((it) => it.endsWith(`/${from}`)) ?? (sources.length === 1 ? sources[0] : undefined);
        const remove = async () => {
          await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
        };
        yield {
          id: MessageId,
          queue: name.slice(prefix.length),
          body: Body,
          sentAt: new Date(Number(Attributes.SentTimestamp ?? 0)),
          source: source?.slice(source.lastIndexOf('/') + 1 + prefix.length),
          remove,
          sendBack: async () => {
            await client.send(new SendMessageCommand({ QueueUrl: source, MessageBody: Body }));
            await remove();
          },
          leave: async () => {
            await client.send(
              // fauxqs 2.4.1 cannot do it at once (0) on disk.
              new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle, VisibilityTimeout: 1 }),
            );
          },
        };
      }
    }
  };

  return {
    letters: async function* (seconds = 120) {
      for (const queue of await queues()) yield* lettersOf(queue, seconds);
    },
  };
};
