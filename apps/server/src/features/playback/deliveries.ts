// What of which lecture was sent to whom. Kept in memory and written down within a second, and at
// the latest with the first heartbeat that relies on it.
import { deliveryStatements, schema, type DeliveryRow } from '@xueshi/database';
import { addDelivered, type IntervalSet, type MediaSegment } from '@xueshi/domain';
import { and, eq } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import { onePerInstallation } from '../../platform/per-installation.ts';
import type { Platform } from '../../platform/platform.ts';

const { mediaDeliveries } = schema;

const MOST_REMEMBERED = 50_000;
const WRITTEN_WITHIN_MS = 1_000;

export interface Unwritten {
  readonly statements: ReturnType<typeof deliveryStatements>;
  /** To be called after the statements were committed; until then they are given again. */
  written(): void;
}

export interface Deliveries {
  add(personId: string, assetId: string, segment: MediaSegment): Promise<void>;
  /** At once where it is remembered, as it is for nearly every report. */
  of(personId: string, assetId: string): IntervalSet | Promise<IntervalSet>;
  /** What is not on disk yet, of these people or of everybody. */
  unwritten(personIds: ReadonlySet<string> | null): Unwritten;
  flush(): Promise<void>;
}

export const deliveriesOf = onePerInstallation(openDeliveries);

function keptRows() {
  /** By learner: of the lecture that is on, since nobody watches two. */
  const known = new LRUCache<string, DeliveryRow>({ max: MOST_REMEMBERED });
  /** Not on disk yet. */
  const dirty = new Map<string, DeliveryRow>();
  const keyOf = (personId: string, assetId: string) => `${personId}/${assetId}`;
  const remember = (row: DeliveryRow) => void known.set(row.personId, row);
  return {
    dirty,
    remember,
    keep(row: DeliveryRow): void {
      remember(row);
      dirty.set(keyOf(row.personId, row.mediaAssetId), row);
    },
    held(personId: string, assetId: string): DeliveryRow | undefined {
      // What is not written down yet is newer.
      const newer = dirty.size > 0 ? dirty.get(keyOf(personId, assetId)) : undefined;
      if (newer) return newer;
      const row = known.get(personId);
      return row?.mediaAssetId === assetId ? row : undefined;
    },
  };
}

function openDeliveries({ db, takeTurn, log }: Platform): Deliveries {
  const { dirty, held, remember, keep } = keptRows();
  let timer: NodeJS.Timeout | null = null;

  async function read(personId: string, assetId: string): Promise<DeliveryRow> {
    const remembered = held(personId, assetId);
    if (remembered) return remembered;
    const [row] = await db
      .select()
      .from(mediaDeliveries)
      .where(
        and(eq(mediaDeliveries.personId, personId), eq(mediaDeliveries.mediaAssetId, assetId)),
      );
    // Something may have been delivered while this was read.
    const now = held(personId, assetId);
    if (now) return now;
    const found = row ?? { personId, mediaAssetId: assetId, delivered: [] };
    remember(found);
    return found;
  }

  function unwritten(personIds: ReadonlySet<string> | null): Unwritten {
    const rows = [...dirty].filter(([, row]) => personIds?.has(row.personId) ?? true);
    return {
      statements: deliveryStatements(rows.map(([, row]) => row)),
      written() {
        // What was delivered meanwhile is a row of its own and stays.
        for (const [key, row] of rows) if (dirty.get(key) === row) dirty.delete(key);
      },
    };
  }

  async function flush(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    if (dirty.size === 0) return;
    await takeTurn(async (turn) => {
      const { statements, written } = unwritten(null);
      await turn.batch(statements);
      written();
    });
  }

  return {
    async add(personId, assetId, segment) {
      const loaded = await read(personId, assetId);
      // Others may have been added while it was read.
      const before = held(personId, assetId) ?? loaded;
      keep({ ...before, delivered: addDelivered(before.delivered, segment) });
      timer ??= setTimeout(() => {
        flush().catch((error: unknown) => log.error({ err: error }, 'deliveries not written'));
      }, WRITTEN_WITHIN_MS).unref();
    },
    of: (personId, assetId) =>
      held(personId, assetId)?.delivered ??
      read(personId, assetId).then(({ delivered }) => delivered),
    unwritten,
    flush,
  };
}
