import type { View } from '../../platform.ts';
import type { ReadModel } from '../read-model.ts';

/** Where the rows of a projection are kept for an organisation, and how. */
export const viewOf = ({ definition: { of, name }, packing }: ReadModel<any>, org: string): View => ({
  context: of.context,
  org,
  name,
  packing: packing(),
});
