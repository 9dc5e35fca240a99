import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';

const [, , TableName] = process.argv;
if (!TableName) {
  console.error('Name the table: node examples/delivery-news/read-failures.ts TABLE_NAME');
  process.exit(2);
}

/** Prints the number of failed deliveries for each organization, as the function has counted them. */
const dynamo = new DynamoDBClient({});
const { Items = [] } = await dynamo.send(
  new ScanCommand({ TableName, FilterExpression: 'attribute_exists(failures)', ConsistentRead: true }),
);
for (const { pk, failures } of Items) console.log(`${pk!.S!.slice('failures#'.length)} ${failures!.N}`);
