import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { countFailures } from './count-failures.ts';

/** What Lambda calls, with the table that the stack gives it. */
export const handler = countFailures(new DynamoDBClient({}), process.env.TABLE!);
