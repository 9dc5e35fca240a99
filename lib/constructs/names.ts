import { createHash } from 'node:crypto';
import { Aws } from 'aws-cdk-lib';
import type { Stage } from '../stage.ts';

export const pascal = (name: string) => name.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
export const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `waybill-prod-deliveries`: a stack, or another resource that exists once per stage. */
export const named = ({ name }: Stage, ...rest: readonly string[]) => ['waybill', name, ...rest].join('-');

/** `/waybill/prod/api-id`: the SSM parameters by which stacks and operators find each other's resources. */
export const parameter = ({ name }: Stage, what: string) => `/waybill/${name}/${what}`;

/** The parameter with the name of a context's dead-letter queue. */
export const deadLettersOf = (stage: Stage, context: string) => parameter(stage, `${context}/dead-letters`);

/** The parameter of a queue that others send to: `/waybill/prod/queues/mails/arn`. */
export const postedQueueOf = (stage: Stage, queue: string, what: 'Arn' | 'Url') =>
  parameter(stage, `queues/${queue}/${what.toLowerCase()}`);

/** The environment variable with the URL of such a queue: `WAYBILL_QUEUE_MAILS_URL`. */
export const queueVariable = (queue: string) => `WAYBILL_QUEUE_${queue.toUpperCase().replaceAll('-', '_')}_URL`;

/** The Lambda name of a context's export. Lambda allows 64 characters. */
export const functionName = (stage: Stage, context: string, name: string) => {
  const whole = named(stage, context, kebab(name));
  return whole.length <= 64 ? whole : `${whole.slice(0, 55)}-${digest(whole).slice(0, 8)}`;
};

/** The stage of the API, and so the first segment of all its URLs. */
export const apiStage = 'v1';

/** The base URL for clients: the custom domain, or API Gateway's address. Also the issuer of its tokens. */
export const apiUrlOf = ({ apiUrl }: Stage, restApiId: string) =>
  apiUrl ?? `https://${restApiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}/${apiStage}`;

export const arn = (service: string, resource: string) =>
  `arn:${Aws.PARTITION}:${service}:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;

export const digest = (text: string) => createHash('sha256').update(text).digest('hex');
