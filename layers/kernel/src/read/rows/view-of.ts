import type { View } from '../../platform.ts';
import type { ReadModel } from '../read-model.ts';

/** The read model of a projection in an organization. */
export const viewOf = ({ definition: { of, name }, packing }: ReadModel<any>, org: string): View => ({
  context: of.context,
  org,
  name,
  packing: packing(),
});
