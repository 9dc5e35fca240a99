import { type Contexts, reactsTo } from '@waybill/kernel';
import * as contexts from '#functions/contexts';
import { type Step, usedBy } from './life.ts';
import { written } from './units.ts';

/** List prices in us-east-1 in dollars, without free tiers, as of July 2025. The pages named have current prices. */
const prices = {
  /** DynamoDB on-demand, standard class: $0.625 a million write and $0.125 a million read request units (aws.amazon.com/dynamodb/pricing/on-demand). */
  write: 0.625e-6,
  read: 0.125e-6,
  /** Lambda on arm64: $0.20 a million requests, $0.0000133334 a GB-second (aws.amazon.com/lambda/pricing). */
  invocation: 0.2e-6,
  gbSecond: 0.0000133334,
  /** API Gateway, REST: $3.50 a million calls (aws.amazon.com/api-gateway/pricing). */
  call: 3.5e-6,
  /** EventBridge: $1.00 a million custom events of up to 64 KB (aws.amazon.com/eventbridge/pricing). */
  event: 1e-6,
  /** SQS, standard queues: $0.40 a million requests (aws.amazon.com/sqs/pricing). */
  request: 0.4e-6,
  /** CloudWatch Logs: $0.50 a GB ingested (aws.amazon.com/cloudwatch/pricing). */
  logGb: 0.5,
};

/** The memory of each `WaybillFunction`, in GB. */
const memoryGb = 0.5;
/** The billed duration of an invocation, in ms. An assumption: it was not measured on Lambda. */
const billedMs = { api: 40, authorizer: 10, reader: 40, reaction: 40 };
/** Bytes in the logs for an invocation (Lambda's start, end and report) and for a line of Waybill. An assumption. */
const logBytes = { invocation: 700, line: 400 };
/** EventBridge sends a message to a reaction's queue; Lambda receives and deletes it. */
const requestsPerMessage = 3;

export type Part = 'writes' | 'reads' | 'API' | 'Lambda' | 'bus' | 'queues' | 'logs';

/** Dollars of some steps, by service. Each step has separate batches, which is the most expensive case. */
export const dollarsOf = (steps: readonly Step[]): Record<Part, number> => {
  const events = steps.flatMap((step) => step.events);
  const reactions = events.reduce((sum, { type }) => sum + reactionsTo(type), 0);
  const invocations = steps.length * 4 + reactions;
  const ms = steps.length * (billedMs.api + billedMs.authorizer + 2 * billedMs.reader) + reactions * billedMs.reaction;
  const lines = 2 * steps.length + events.length + reactions;
  const total = (of: (step: Step) => number) => steps.reduce((sum, step) => sum + of(step), 0);
  return {
    writes: total((step) => written(usedBy(step))) * prices.write,
    reads: total((step) => usedBy(step).read) * prices.read,
    API: steps.length * prices.call,
    Lambda: invocations * prices.invocation + (ms / 1_000) * memoryGb * prices.gbSecond,
    bus: events.length * prices.event,
    queues: reactions * requestsPerMessage * prices.request,
    logs: ((invocations * logBytes.invocation + lines * logBytes.line) / 1e9) * prices.logGb,
  };
};

const reactionsTo = (type: string): number =>
  Object.values<Contexts[string]>(contexts)
    .flatMap((manifest) => Object.values(manifest))
    .filter(({ definition }) => definition.kind === 'reaction' && reactsTo(definition, type)).length;
