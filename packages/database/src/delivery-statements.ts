import type { InStatement } from '@libsql/client';
import { pieces, statement } from './bulk-statement.ts';

export interface DeliveryRow {
  readonly personId: string;
  readonly mediaAssetId: string;
  /** Stretches of media time in ms, ascending and disjoint. */
  readonly delivered: readonly (readonly [number, number])[];
}

/** The statements that write down what of which lecture was sent to whom. */
export function deliveryStatements(rows: readonly DeliveryRow[]): InStatement[] {
  return pieces(rows).map((some) =>
    statement(
      some,
      3,
      (values) =>
        `INSERT INTO media_deliveries (person_id, media_asset_id, delivered) VALUES ${values} ON CONFLICT (person_id, media_asset_id) DO UPDATE SET delivered = excluded.delivered`,
      (row) => [row.personId, row.mediaAssetId, JSON.stringify(row.delivered)],
    ),
  );
}
