import type { Contexts } from '@waybill/kernel/function';
import type { Platform } from '@waybill/kernel/platform';
import { project } from '@waybill/kernel/read/project';
import { follows } from '@waybill/kernel/read/read-model';
import { type Stream, streamKey } from '@waybill/kernel/write/event';
import { knowledgeOf } from './knowledge.ts';
import type { Letter } from './mailbox.ts';

/** A letter, as far as it can be parsed. */
export interface Opened {
  readonly letter: Letter;
  readonly kind: 'parked' | 'reader' | 'batch' | 'schedule' | 'dead' | 'unknown';
  /** Its subject, in a line. */
  readonly about: string;
  readonly body: Body;
}

/** What letters may say, all unchecked: the projector's, a reader's, Lambda's, and EventBridge's own. */
interface Body {
  readonly projection?: string;
  readonly stream?: Stream;
  readonly version?: number;
  readonly reason?: string;
  readonly reader?: string;
  readonly keys?: { readonly pk?: { readonly S: string }; readonly sk?: { readonly S: string } };
  readonly requestContext?: { readonly functionArn?: string };
  readonly DDBStreamBatchInfo?: {
    readonly batchSize?: number;
    readonly approximateArrivalOfFirstRecord?: string;
    readonly approximateArrivalOfLastRecord?: string;
  };
  readonly 'detail-type'?: string;
  readonly resources?: readonly string[];
  readonly time?: string;
  readonly detail?: { readonly aggregateId?: string };
}

export const opened = (letter: Letter): Opened => {
  const body = bodyOf(letter);
  if (body?.projection && body.stream)
    return {
      letter,
      kind: 'parked',
      about: `${body.projection} ${streamKey(body.stream)}${body.version ? `@${body.version}` : ''} ${body.reason}`,
      body,
    };
  if (body?.reader && body.keys?.pk) {
    const about = [body.reader, body.keys.pk.S, body.keys.sk?.S, body.reason].filter(Boolean).join(' ');
    return { letter, kind: 'reader', about, body };
  }
  if (body?.DDBStreamBatchInfo) return { letter, kind: 'batch', about: batchOf(body), body };
  if (body?.['detail-type'] === scheduled)
    return {
      letter,
      kind: 'schedule',
      about: `${body.resources?.[0]?.split('/').at(-1) ?? scheduled} ${body.time}`,
      body,
    };
  if (letter.source) {
    const { 'detail-type': type = 'message', detail = {} } = body ?? {};
    return { letter, kind: 'dead', about: `${letter.source} ${type} ${detail.aggregateId ?? ''}`.trimEnd(), body };
  }
  return { letter, kind: 'unknown', about: letter.body.slice(0, 80), body };
};

/** EventBridge's type of the event that invokes a function on a schedule. */
const scheduled = 'Scheduled Event';

/** Lambda's message about a failed batch of a stream reader: its position in the stream, without the records. */
const batchOf = ({ requestContext, DDBStreamBatchInfo: batch }: Body) => {
  const reader = String(requestContext?.functionArn ?? 'a reader').split(':')[6] ?? 'a reader';
  const { batchSize, approximateArrivalOfFirstRecord: from, approximateArrivalOfLastRecord: to } = batch ?? {};
  return `${reader} gave up ${batchSize} records, ${from} to ${to}`;
};

const bodyOf = ({ body }: Letter): Body => {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
};

/** Retries: a row is projected from its stream, a dead letter goes back to its queue. Throws if it cannot retry. */
export const retry = async (
  platform: Platform,
  contexts: Contexts,
  { letter, kind, body }: Opened,
): Promise<string> => {
  const { projections } = knowledgeOf(contexts);
  if (kind === 'dead') {
    await letter.sendBack();
    return `sent back to ${letter.source}`;
  }
  const stream = streamOf(kind, body);
  if (!stream) throw new Error(adviceOn(kind));
  const meant = projections.filter((projection) =>
    kind === 'parked' ? projection.definition.name === body.projection : follows(projection, stream),
  );
  if (kind === 'parked' && !meant.length) throw new Error(`there is no projection ${body.projection} any more`);
  const events = await platform.events.read(stream);
  for (const projection of meant) await project(platform, projection, events);
  await letter.remove();
  return `projected again up to version ${events.length}`;
};

/**
 * Only rows can be projected again. The tool has no bus to publish what the publisher failed on, a batch names only a
 * position in a stream that keeps records for a day, and a job runs on its schedule.
 */
const adviceOn = (kind: Opened['kind']): string => {
  if (kind === 'reader') return 'it was not published: inform the consumers of the bus, then drop it';
  if (kind === 'batch')
    return 'it contains only a time: repair rows with `verify --repair`, inform the consumers of the bus of that time, then drop it';
  if (kind === 'schedule') return 'it runs again at its next time: find out why it failed, then drop it';
  return 'it contains nothing that can be retried: `verify` finds rows that are behind';
};

const streamOf = (kind: Opened['kind'], body: Body): Stream | undefined => {
  if (kind === 'parked') return body.stream;
  if (kind !== 'reader' || body.reader !== 'projector') return undefined;
  const [context = '', org = '', aggregate = '', ...id] = (body.keys?.pk?.S ?? '').split('#');
  return { context, org, aggregate, id: id.join('#') };
};
