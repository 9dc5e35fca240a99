import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { localRegion } from '../region.ts';

/** DynamoDB Local checks no signature; the access key, the user name of the endpoint, selects the database. */
export const dynamoClient = (endpoint: string): DynamoDBClient => {
  const { protocol, host, username } = new URL(endpoint);
  return new DynamoDBClient({
    endpoint: `${protocol}//${host}`,
    region: localRegion,
    credentials: { accessKeyId: username || 'local', secretAccessKey: 'local' },
    requestHandler: { httpAgent: { keepAlive: true, maxSockets: 128 } } as object,
  });
};
