import { App } from 'aws-cdk-lib';
import { DeliveryNewsStack } from './delivery-news-stack.ts';

const app = new App();
new DeliveryNewsStack(app, 'DeliveryNews', { stage: app.node.tryGetContext('stage') ?? 'local' });
