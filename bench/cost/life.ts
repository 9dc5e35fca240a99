import { newId, type RecordedEvent } from '@waybill/kernel';
import * as contexts from '#functions/contexts';
import { aCrew, aLongStory, aRoute, caller, given, org } from '../world.ts';
import { projectAll } from './project-all.ts';
import type { Measured } from './table-of.ts';
import { together, type Units } from './units.ts';

const { deliveries } = contexts;

/** What an API call and its projections consumed. */
export interface Step {
  readonly what: string;
  readonly deliveryId: string;
  /** Of the command itself. */
  readonly command: Units;
  /** Of the two stream readers: rows, indexes, counters and audit. */
  readonly readers: Units;
  readonly events: readonly RecordedEvent[];
}

export const usedBy = ({ command, readers }: Step): Units => together(command, readers);

type Handler = { readonly with: (platform: any) => (event: any, context?: any) => Promise<any> };

/** Invokes a function as API Gateway does, and passes the written items to the stream readers. */
const step = async (
  { platform, uncounted, used }: Measured,
  what: string,
  fn: Handler,
  { deliveryId, ...body }: Record<string, unknown> & { readonly deliveryId?: string },
): Promise<Step> => {
  let answer: any;
  const command = await used(async () => {
    answer = await fn.with(platform)(
      {
        headers: { 'content-type': 'application/json', 'idempotency-key': newId() },
        pathParameters: deliveryId === undefined ? null : { deliveryId },
        multiValueQueryStringParameters: null,
        body: JSON.stringify(body),
        isBase64Encoded: false,
        requestContext: { authorizer: { sub: caller.userId, ...caller } },
      },
      {},
    );
  });
  if (answer.statusCode >= 300) throw new Error(`${what}: ${answer.statusCode} ${answer.body}`);
  const id: string = deliveryId ?? JSON.parse(answer.body).deliveryId;
  const stream = { context: 'deliveries', org, aggregate: 'delivery', id };
  const history = await uncounted.events.read(stream);
  const events = history.filter(({ commandId }) => commandId === history.at(-1)!.commandId);
  const readers = await used(() => projectAll(platform, events));
  return { what, deliveryId: id, command, readers, events };
};

/** A status change of a delivery with a history of 20 events. */
export const statusChange = async (measured: Measured): Promise<Step> => {
  const { deliveryId, history } = aLongStory();
  await given(measured.uncounted, history);
  await projectAll(measured.uncounted, history);
  return step(measured, 'set out', deliveries.changeDeliveryStatus, { deliveryId, status: 'InTransit' });
};

/** A delivery from creation with its crew to proof of delivery, with six checkpoints. */
export const wholeLife = async (measured: Measured): Promise<readonly Step[]> => {
  const routeId = await aRoute(measured.uncounted, 6);
  const crew = await aCrew(measured.uncounted);
  const created = await step(measured, 'create', deliveries.createDelivery, {
    routeId,
    ...crew,
    customerId: newId(),
    reference: `ORDER-${newId().slice(0, 8)}`,
    promised: { from: '2026-11-20T12:00:00.000Z', to: '2026-11-20T14:00:00.000Z' },
  });
  const { deliveryId } = created;
  const steps: Step[] = [created];
  steps.push(await step(measured, 'set out', deliveries.changeDeliveryStatus, { deliveryId, status: 'InTransit' }));
  for (const sequence of [1, 2, 3, 4, 5, 6])
    steps.push(await step(measured, 'reach a checkpoint', deliveries.reachCheckpoint, { deliveryId, sequence }));
  steps.push(
    await step(measured, 'deliver', deliveries.captureProof, {
      deliveryId,
      receiverName: 'Eva Nunes',
      photoUrl: `https://proofs.example.com/${deliveryId}/photo.jpg`,
      signatureUrl: `https://proofs.example.com/${deliveryId}/signature.png`,
    }),
  );
  return steps;
};
