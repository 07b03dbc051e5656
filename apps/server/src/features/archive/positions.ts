// Where a lecture of which a playback was archived stands now: an enrolment may have gone over to another
// version of its course since (DOMAIN 5.6), in which lessons stand elsewhere.
import { schema, type Reader } from '@xueshi/database';
import { asc, inArray } from 'drizzle-orm';

const { enrolmentMoves } = schema;

type Move = Pick<
  typeof enrolmentMoves.$inferSelect,
  'enrolmentId' | 'positions' | 'archivedEpochs'
>;

/** The moves of some enrolments, in their order. */
export function movesOf(db: Reader, enrolmentIds: readonly string[]): Promise<Move[]> {
  const { enrolmentId, positions, archivedEpochs, number } = enrolmentMoves;
  return db
    .select({ enrolmentId, positions, archivedEpochs })
    .from(enrolmentMoves)
    .where(inArray(enrolmentId, [...enrolmentIds]))
    .orderBy(asc(enrolmentId), asc(number));
}

/** null: the lecture did not go over, and nothing counts for it any more. */
export function positionNow(
  archive: {
    readonly enrolmentId: string;
    readonly epoch: number;
    readonly lessonPosition: number;
  },
  moves: readonly Move[],
): number | null {
  let position: number | null = archive.lessonPosition;
  for (const move of moves) {
    if (move.enrolmentId !== archive.enrolmentId) continue;
    // Archived after it: the position is already one of the version gone over to.
    if (!move.archivedEpochs.includes(archive.epoch)) continue;
    position = move.positions.find(([from]) => from === position)?.[1] ?? null;
    if (position === null) return null;
  }
  return position;
}
