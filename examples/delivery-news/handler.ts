import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { countFailures } from './count-failures.ts';

/** The Lambda handler. The stack sets TABLE. */
export const handler = countFailures(new DynamoDBClient({}), process.env.TABLE!);
