import { z } from '@waybill/kernel';

/** Which organisation a session looks at, or has looked at. */
export const EmulationAnswer = z.object({ organizationId: z.string().describe('The organization.') });
