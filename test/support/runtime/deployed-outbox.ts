import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { newWebhookSecret } from '@waybill/channels/webhooks';
import { awsHere } from '#scripts/operate/tool-aws';

/** The purpose of a mail, by the page that its link opens. */
const purposes: Readonly<Record<string, string>> = {
  '/verify-email': 'verification',
  '/reset-password': 'password-reset',
  '/sign-in-link': 'sign-in-link',
  '/sign-in': 'sign-up-again',
  '/invitation': 'invitation',
  '/api-keys': 'api-key-expiring',
};

interface Sent {
  readonly to: readonly [string];
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A mail as the local runtime shows its own. */
const shown = ({ to: [to], subject: title, text, html, headers }: Sent) => {
  const link = URL.parse(/^https?:\/\/\S+$/m.exec(text)?.[0] ?? '');
  const about = Object.fromEntries(link?.searchParams ?? []);
  const purpose = purposes[link?.pathname ?? ''];
  return { to, title, text, html, headers, purpose, link: link?.href, token: about.token, about };
};

/**
 * The mails of a deployment, as the local runtime shows its own: a provider of e-mail on loopback, which it writes into
 * the configuration of the stage with a secret for its events, and `GET ?to=`. It takes the place of the real provider: for tests only.
 */
export const deployedOutbox = async (stage: string) => {
  const ssm = new SSMClient(awsHere());
  const mails: ReturnType<typeof shown>[] = [];

  const server = createServer(async (request: IncomingMessage, response) => {
    const answer = (body: object) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (request.method === 'POST') {
      mails.unshift(shown((await json(request)) as Sent));
      return answer({ id: randomUUID() });
    }
    const to = new URL(request.url ?? '/', 'http://localhost').searchParams.get('to');
    return answer({ items: mails.filter((mail) => mail.to === to) });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const config = { provider: 'resend', from: 'Waybill <mail@example.org>', key: 'test', url };
  const resendSecret = newWebhookSecret();
  const configure = (name: string, value: object) => {
    const parameter = { Name: `/waybill/${stage}/channels/${name}`, Value: JSON.stringify(value) };
    return ssm.send(new PutParameterCommand({ ...parameter, Type: 'SecureString', Overwrite: true }));
  };
  await configure('email', config);
  await configure('events/resend', { secrets: [resendSecret] });

  const stop = async () => {
    server.close();
    ssm.destroy();
  };
  return { url: `${url}/`, resendSecret, stop };
};
