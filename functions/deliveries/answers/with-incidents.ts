import type { ViewReader } from '@waybill/kernel';
import type { DeliveryRow, DeliveryStory } from './delivery-row.ts';

/** Rows with all their incidents. Incidents that a row leaves out are read from its stream. */
export const withIncidents = <Row extends DeliveryRow>(
  rows: readonly Row[],
  stories: ViewReader<DeliveryStory>,
): Promise<Row[]> =>
  Promise.all(
    rows.map(async (row) => {
      if (!row.earlierIncidents) return row;
      const story = await stories.get(row.deliveryId);
      return story ? { ...row, incidents: story.incidents } : row;
    }),
  );
