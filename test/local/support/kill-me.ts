import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { dynamoClient, startDynamo } from '#scripts/local/dynamo/dynamo';
import { createTable } from '#scripts/local/dynamo/table';

// Writes continuously and reports each acknowledged write to its parent, until it is killed.
const data = process.argv[2]!;
const dynamo = await startDynamo({ data });
const client = dynamoClient(dynamo.endpoint);
await createTable(client, 'waybill-test');
process.send!({ java: dynamo.pid });
for (let n = 1; ; n++) {
  const Item = { pk: { S: 'crash' }, sk: { S: `e#${String(n).padStart(10, '0')}` } };
  await client.send(new PutItemCommand({ TableName: 'waybill-test', Item }));
  process.send!({ written: n });
}
