import { schema, type Tx } from '@xueshi/database';
import { and, desc, eq, inArray } from 'drizzle-orm';
import { newId } from '../../platform/new-id.ts';
import type { TextRow } from './store.ts';

const { draftTextStates } = schema;

/** Texts are saved every few seconds as they are typed: of one who writes without a pause a state is kept so often. */
const APART_MS = 10 * 60_000;
/** Of one text. */
const MOST_KEPT = 50;

/**
 * Keeps a text that is about to read otherwise: where somebody else wrote it, where it was left alone for a while,
 * where none was kept for a while, and always where that is asked for.
 */
export async function keepTextState(
  tx: Tx,
  before: TextRow,
  by: { readonly personId: string; readonly now: Date; readonly always: boolean },
): Promise<void> {
  const { draftId, lessonId, text, savedBy, savedAt } = before;
  const states = await tx
    .select({ id: draftTextStates.id, savedAt: draftTextStates.savedAt })
    .from(draftTextStates)
    .where(and(eq(draftTextStates.draftId, draftId), eq(draftTextStates.lessonId, lessonId)))
    .orderBy(desc(draftTextStates.savedAt), desc(draftTextStates.id));
  const isLong = (from: Date, to: Date) => to.getTime() - from.getTime() >= APART_MS;
  const last = states[0];
  const isKept =
    by.always ||
    savedBy !== by.personId ||
    isLong(savedAt, by.now) ||
    !last ||
    isLong(last.savedAt, savedAt);
  if (!isKept) return;
  await tx
    .insert(draftTextStates)
    .values({ id: newId(), draftId, lessonId, text, savedBy, savedAt });
  const gone = states.slice(MOST_KEPT - 1).map(({ id }) => id);
  if (gone.length > 0) await tx.delete(draftTextStates).where(inArray(draftTextStates.id, gone));
}
