import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Platform } from '../../platform.ts';
import { type Client, clientOf } from './client.ts';
import { placesOf } from './places/places.ts';

const clients = new WeakMap<APIGatewayProxyEvent, Client>();

/** The client of a request, computed once. */
export const clientIn = (event: APIGatewayProxyEvent, platform: Platform): Client => {
  const client = clients.get(event) ?? clientOf(event, placesOf(platform).known);
  clients.set(event, client);
  return client;
};
