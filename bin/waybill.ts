import { App } from 'aws-cdk-lib';
import * as contexts from '#functions/contexts';
import { stageNamed } from '#lib/stage';
import { waybill } from '#lib/waybill';

const app = new App();
waybill(app, contexts, stageNamed(app.node.tryGetContext('stage')));
