import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Platform } from '../../platform.ts';
import { type Client, clientOf } from './client.ts';

const clients = new WeakMap<APIGatewayProxyEvent, Client>();

/** The client of a request, computed once. */
export const clientIn = (event: APIGatewayProxyEvent, { placeOf }: Pick<Platform, 'placeOf'>): Client => {
  const client = clients.get(event) ?? clientOf(event, placeOf);
  clients.set(event, client);
  return client;
};
