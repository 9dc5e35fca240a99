import * as z from 'zod';

/** The result of one run of a job. */
export const JobReport = z
  .object({
    job: z.string().describe('The job.'),
    lockAcquired: z.boolean().describe('False if another run was in progress: this one did nothing.'),
    affected: z.int().min(0).describe('How many things were deleted, ended or changed.'),
    done: z.boolean().describe('Whether nothing is left to do now. Otherwise the next run continues.'),
    durationMs: z.int().min(0).describe('How long it took, in milliseconds.'),
    executedAt: z.iso.datetime().describe('When it began.'),
  })
  .meta({ id: 'JobReport', description: 'The result of one run of a job.' });
export type JobReport = Readonly<z.infer<typeof JobReport>>;
