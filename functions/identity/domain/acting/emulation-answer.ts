import { z } from '@waybill/kernel';

/** The organization that a session emulates or has emulated. */
export const EmulationAnswer = z.object({ organizationId: z.string().describe('The organization.') });
