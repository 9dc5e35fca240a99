import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Platform } from '../../../platform.ts';
import { clientOf } from '../client.ts';
import { placesOf } from './places.ts';

/** Finds the place of a client on an open route, unless a proxy reports it, before `clientIn` describes the client. */
export const locate = async (event: APIGatewayProxyEvent, platform: Platform): Promise<void> => {
  const { ip, where } = clientOf(event);
  if (!where.country) await placesOf(platform).find(ip);
};
