import { startDynamo } from '#scripts/local/dynamo/dynamo';

// Starts on a directory when its parent asks for it, reports the result, and runs until it is stopped or killed.
const data = process.argv[2]!;
process.once('message', async () => {
  try {
    const dynamo = await startDynamo({ data });
    process.once('message', () => void dynamo.stop().then(() => process.exit(0)));
    process.send!({ java: dynamo.pid });
  } catch (error) {
    process.send!({ refused: (error as Error).message });
    process.disconnect();
  }
});
process.send!({ ready: true });
