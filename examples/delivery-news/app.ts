import { App } from 'aws-cdk-lib';
import { DeliveryNewsStack } from './delivery-news-stack.ts';

const app = new App();
const stage: string | undefined = app.node.tryGetContext('stage');
if (stage) new DeliveryNewsStack(app, 'DeliveryNews', { stage });
else {
  console.error('Name the stage of Waybill to listen to, as in -c stage=dev.');
  process.exitCode = 1;
}
