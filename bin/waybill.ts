import { App } from 'aws-cdk-lib';
import * as contexts from '#functions/contexts';
import { stageNamed } from '#lib/stage';
import { waybill } from '#lib/waybill';

const app = new App();

const stage = () => {
  try {
    return stageNamed(app.node.tryGetContext('stage'));
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
};
waybill(app, contexts, stage());
