import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { localRegion } from './region.ts';

/** DynamoDB Local takes any credentials, so that nobody's own are needed or used. */
export const dynamoClient = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: localRegion,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    requestHandler: { httpAgent: { keepAlive: true, maxSockets: 128 } } as object,
  });
