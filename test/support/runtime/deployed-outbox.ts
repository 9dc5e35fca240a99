import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { awsHere } from '#scripts/operate/tool-aws';

/**
 * The mails of a deployment, as the local runtime shows its own: reads the stage's queue `mails` until it is stopped,
 * and serves `GET ?to=` on loopback. It takes the messages away from their real consumer: for tests only.
 */
export const deployedOutbox = async (stage: string) => {
  const [ssm, sqs] = [new SSMClient(awsHere()), new SQSClient({ ...awsHere(), useQueueUrlAsEndpoint: false })];
  const found = await ssm.send(new GetParameterCommand({ Name: `/waybill/${stage}/queues/mails/url` }));
  const QueueUrl = found.Parameter!.Value!;
  const mails: { readonly to: string }[] = [];
  const stopping = new AbortController();

  const receive = async () => {
    while (!stopping.signal.aborted) {
      const asked = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1, MaxNumberOfMessages: 10 });
      const { Messages = [] } = await sqs.send(asked, { abortSignal: stopping.signal });
      for (const { Body, ReceiptHandle } of Messages) {
        const mail = JSON.parse(Body!);
        const token = URL.parse(mail.link ?? '')?.searchParams.get('token');
        mails.unshift({ ...mail, ...(token && { token }) });
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    }
  };
  let failed: unknown;
  const received = receive().catch((error) => {
    if (!stopping.signal.aborted) failed = error;
  });

  const server = createServer(({ url = '/' }, response) => {
    const to = new URL(url, 'http://localhost').searchParams.get('to');
    const items = mails.filter((mail) => mail.to === to);
    response.writeHead(failed ? 500 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(failed ? { reason: String(failed) } : { items }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const stop = async () => {
    stopping.abort();
    server.close();
    await received;
    sqs.destroy();
    ssm.destroy();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, stop };
};
