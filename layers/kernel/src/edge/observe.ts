import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

/** The house's instruments. Values given to them must never tell about a person. */
export const logger = new Logger();
export const metrics = new Metrics({ namespace: 'Waybill' });
