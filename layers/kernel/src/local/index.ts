export { type Dynamo, dynamoClient, startDynamo } from './dynamo.ts';
export { type Endpoint, type Extras, startHttp } from './http.ts';
export { type DevelopmentKeys, demoOrg, developmentKeys, type Passport } from './keys.ts';
export { deadLettersOf, localQueues, type Queues } from './queues.ts';
export { localBus, matches, type Rule } from './rules.ts';
export { startScheduler } from './scheduler.ts';
export { type Local, type LocalOptions, startLocal } from './start-local.ts';
export { readStream } from './stream.ts';
export { createTable } from './table.ts';
