import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Platform } from '@waybill/kernel';

/** A server that takes every message: e-mails, SMS and webhooks. */
export const provider = async () => {
  const server = createServer(({ url }, response) => {
    response
      .writeHead(url?.endsWith('/Messages.json') ? 201 : 200, { 'content-type': 'application/json' })
      .end('{"id":"1","sid":"SM1"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
};

/** The parameters of the stage, with that server as the provider of both channels. */
export const configured = ({ parameters }: Platform, url: string): Platform['parameters'] => {
  const channels = {
    email: { provider: 'resend', from: 'Waybill <mail@example.com>', key: 're_bench', url },
    sms: { provider: 'twilio', accountSid: `AC${'0'.repeat(32)}`, authToken: 'bench', from: '+15005550006', url },
  };
  return {
    ...parameters,
    get: async (name) => {
      const channel = /\/channels\/(email|sms)$/.exec(name)?.[1] as keyof typeof channels | undefined;
      return channel ? JSON.stringify(channels[channel]) : parameters.get(name);
    },
  };
};
