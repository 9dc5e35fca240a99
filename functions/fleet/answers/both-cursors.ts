import { z } from '@waybill/kernel';

const Both = z.strictObject({ drivers: z.string().optional(), vehicles: z.string().optional() });
type Both = z.infer<typeof Both>;

const textOf = (cursors: Both): string => Buffer.from(JSON.stringify(cursors)).toString('base64url');

const bothIn = (text: string): Both | undefined => {
  try {
    const { success, data } = Both.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return success ? data : undefined;
  } catch {
    return undefined;
  }
};

/** The cursors of two lists in one response, both already encoded. A list without more pages has no cursor. */
export const BothCursors = z
  .string()
  .max(4000)
  .transform((text, context): Both => {
    const both = bothIn(text);
    if (!both) context.addIssue({ code: 'custom', message: 'does not belong to this question' });
    return both ?? {};
  });

/** `undefined` when neither list has more pages. */
export const bothCursors = (drivers: string | undefined, vehicles: string | undefined): string | undefined =>
  drivers === undefined && vehicles === undefined ? undefined : textOf({ drivers, vehicles });
