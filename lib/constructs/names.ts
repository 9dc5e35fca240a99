import { createHash } from 'node:crypto';
import { Aws } from 'aws-cdk-lib';
import type { Stage } from '../stage.ts';

export const pascal = (name: string) => name.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
export const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `waybill-prod-deliveries`: a stack, or another thing of which there is one. */
export const named = ({ name }: Stage, ...rest: readonly string[]) => ['waybill', name, ...rest].join('-');

/** `/waybill/prod/api-id`: what stacks and people find each other's things by. */
export const parameter = ({ name }: Stage, what: string) => `/waybill/${name}/${what}`;

/** Where the name is of the queue that keeps what a context could not do. */
export const deadLettersOf = (stage: Stage, context: string) => parameter(stage, `${context}/dead-letters`);

/** Where a queue is found that somebody posts to: `/waybill/prod/queues/mails/arn`. */
export const postedQueueOf = (stage: Stage, queue: string, what: 'Arn' | 'Url') =>
  parameter(stage, `queues/${queue}/${what.toLowerCase()}`);

/** How a function is told where such a queue is: `WAYBILL_QUEUE_MAILS_URL`. */
export const queueVariable = (queue: string) => `WAYBILL_QUEUE_${queue.toUpperCase().replaceAll('-', '_')}_URL`;

/** Of an export of a context: anyone who knows both can find its Lambda. Lambda allows 64 characters. */
export const functionName = (stage: Stage, context: string, name: string) => {
  const whole = named(stage, context, kebab(name));
  return whole.length <= 64 ? whole : `${whole.slice(0, 55)}-${digest(whole).slice(0, 8)}`;
};

/** The stage of the API, and so the first segment of its every URL. */
export const apiStage = 'v1';

/** Where clients find the API: its own domain, or the address that API Gateway gives it. Also the issuer of its tokens. */
export const apiUrlOf = ({ apiUrl }: Stage, restApiId: string) =>
  apiUrl ?? `https://${restApiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}/${apiStage}`;

export const arn = (service: string, resource: string) =>
  `arn:${Aws.PARTITION}:${service}:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;

export const digest = (text: string) => createHash('sha256').update(text).digest('hex');
