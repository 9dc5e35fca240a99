import { type Budget, endpoint, limit, mustBe, newId, notAMember, roleTooLow, z } from '@waybill/kernel';
import { exampleIds } from '#events/examples';
import { members } from '#events/organizations';
import { attemptSort, keptSeconds, webhookAttempts } from '../../domain/webhooks/delivery/attempts.ts';
import { send } from '../../domain/webhooks/delivery/send.ts';
import { webhookId } from '../../domain/webhooks/fields.ts';
import { webhookNotFound } from '../../domain/webhooks/problems.ts';
import { webhookKey, webhookTargets } from '../../domain/webhooks/targets.ts';

const testCalls: Budget = { name: 'webhook-test', most: 10, seconds: 60, counts: 'requests' };
/** Less than the ten seconds of other attempts: the request itself has ten. */
const timeoutMs = 7_000;
const shownCharacters = 1_024;

export const testWebhook = endpoint({
  summary: 'Test a webhook',
  description:
    'Sends an event of type `ping` now, signed like all others, and answers with the outcome. Also while the webhook is disabled. The server has seven seconds to answer.',
  route: 'POST /webhooks/{webhookId}/test',
  role: 'owner',
  standing: 'current',
  grantsAccess: true,
  input: z.strictObject({ webhookId: webhookId() }),
  example: { webhookId: exampleIds.webhook },
  output: z.object({
    outcome: z.enum(['Delivered', 'Failed']).describe('Whether the server answered with a status 2xx in time.'),
    status: z.int().optional().describe('The status of the answer, if there was one.'),
    reason: z.string().optional().describe('Why it failed.'),
    durationMs: z.int().describe('How long it took, in milliseconds.'),
    answer: z.string().optional().describe('The first 1,024 characters of the answer’s body.'),
  }),
  limits: [limit({ budget: testCalls, key: ({ caller }) => caller.orgId })],
  refuses: [notAMember, roleTooLow, webhookNotFound],
  reads: { webhookTargets, webhookKey, organization: members },
  writes: { webhookAttempts },

  answer: async ({ webhookId }, access, { caller, now: at, once, development }) => {
    const { webhookTargets, webhookKey, organization, webhookAttempts } = access;
    const no = mustBe('owner', await organization.state(caller.orgId), caller);
    if (no) return no;
    const target = (await webhookTargets.get(webhookId))?.data;
    if (target?.organizationId !== caller.orgId) return webhookNotFound();
    const webhookDeliveryId = await once('ping', async () => newId());
    const event = { id: webhookDeliveryId, type: 'ping', org: caller.orgId, at, data: {} };
    const stageKey = await webhookKey();
    const sending = {
      webhookId,
      target,
      webhookDeliveryId,
      event,
      stageKey,
      now: new Date(at),
      development,
      timeoutMs,
    };
    const { answer, retryAfterSeconds: _, ...sent } = await once('send', () => send(sending));
    const entry = { webhookDeliveryId, eventId: webhookDeliveryId, eventType: event.type, at, attempt: 1, ...sent };
    await webhookAttempts.append(webhookId, { sort: attemptSort(entry), data: entry }, keptSeconds);
    return { body: { ...sent, ...(answer && { answer: answer.slice(0, shownCharacters) }) } };
  },
});
