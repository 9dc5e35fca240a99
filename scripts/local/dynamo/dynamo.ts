export { dynamoClient } from './dynamo-client.ts';
export { type Dynamo, type DynamoOptions, startDynamo } from './dynamo-process.ts';
