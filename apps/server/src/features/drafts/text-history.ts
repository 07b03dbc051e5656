// How a text read before: kept as it is written on, to look back at and to return to.
import type { DraftTextHistory, DraftTextState } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { lessonFile } from '@xueshi/formats';
import { and, desc, eq, sql } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { shownLesson } from './read.ts';
import { findDraft, findText, outlineOf } from './store.ts';
import { saveDraftText } from './write.ts';

const { draftTextStates, people } = schema;

interface Place {
  readonly draftId: string;
  readonly lessonId: string;
}

const atPlace = ({ draftId, lessonId }: Place) =>
  and(eq(draftTextStates.draftId, draftId), eq(draftTextStates.lessonId, lessonId));

/** Without the texts: of fifty long ones only the length is told. */
const statesOf = (db: Reader, place: Place) =>
  db
    .select({
      id: draftTextStates.id,
      savedAt: draftTextStates.savedAt,
      savedBy: people.name,
      characters: sql<number>`length(${draftTextStates.text})`,
    })
    .from(draftTextStates)
    .innerJoin(people, eq(people.id, draftTextStates.savedBy))
    .where(atPlace(place))
    .orderBy(desc(draftTextStates.savedAt), desc(draftTextStates.id));

async function findState(db: Reader, place: Place, stateId: string) {
  const [found] = await db
    .select({ state: draftTextStates, savedBy: people.name })
    .from(draftTextStates)
    .innerJoin(people, eq(people.id, draftTextStates.savedBy))
    .where(and(atPlace(place), eq(draftTextStates.id, stateId)));
  if (!found) throw new Refused('not-found');
  return found;
}

export async function listDraftTextHistory(
  { db }: Platform,
  place: Place,
): Promise<DraftTextHistory> {
  const draft = await findDraft(db, place.draftId);
  const { facts, lessons } = outlineOf(draft);
  const lesson = lessons.find(({ id }) => id === place.lessonId);
  if (!lesson) throw new Refused('not-found');
  const { version } = await findText(db, place.draftId, place.lessonId);
  return {
    draft: {
      id: draft.id,
      title: { ...facts.title },
      state: draft.state as DraftTextHistory['draft']['state'],
    },
    lesson: shownLesson(lesson),
    version,
    items: (await statesOf(db, place)).map(({ savedAt, ...state }) => ({
      ...state,
      savedAt: savedAt.toISOString(),
    })),
  };
}

export async function readDraftTextState(
  { db }: Platform,
  place: Place,
  stateId: string,
): Promise<DraftTextState> {
  const { state, savedBy } = await findState(db, place, stateId);
  const { text: now } = await findText(db, place.draftId, place.lessonId);
  const draft = await findDraft(db, place.draftId);
  const lesson = outlineOf(draft).lessons.find(({ id }) => id === place.lessonId);
  const { compareTexts } = await import('@xueshi/formats/comparison');
  const parts = compareTexts(state.text, now).map((part) =>
    part.map((run) => ({ ...run, lines: [...run.lines] })),
  );
  const changed = {
    name: lesson ? lessonFile(lesson) : place.lessonId,
    change: 'changed' as const,
    bytesBefore: Buffer.byteLength(state.text),
    bytesAfter: Buffer.byteLength(now),
    parts,
  };
  return {
    id: state.id,
    savedAt: state.savedAt.toISOString(),
    savedBy,
    text: state.text,
    changes: parts.length === 0 ? [] : [changed],
  };
}

/** As any saving: whoever has not seen what somebody else wrote meanwhile is told first. */
export async function restoreDraftText(
  platform: Platform,
  actor: Actor,
  place: Place & { readonly stateId: string },
  { version }: { readonly version: number },
): Promise<{ version: number }> {
  const { state } = await findState(platform.db, place, place.stateId);
  return saveDraftText(platform, actor, place, { version, text: state.text, keepsBefore: true });
}
