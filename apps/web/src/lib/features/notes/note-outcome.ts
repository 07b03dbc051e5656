import type { ActionResult } from '$app/forms';
import type { Note } from '@xueshi/contracts';

/** What came of a form of notes, as the server's actions give it. */
export interface NoteOutcome {
  readonly deed: 'add' | 'change' | 'delete';
  readonly id: string | null;
  readonly saved: Note | null;
  readonly problem: string | null;
  readonly typed: string | null;
  readonly current: Note | null;
  readonly isGone: boolean;
}

/** The outcome inside a form's answer; null where the server could not be reached or broke. */
export function outcomeOf(result: ActionResult): NoteOutcome | null {
  if (result.type !== 'success' && result.type !== 'failure') return null;
  const note: unknown = result.data?.['note'];
  return typeof note === 'object' && note !== null ? (note as NoteOutcome) : null;
}

/** Notes in the order of the material, with one put in, replaced or taken out. */
export function withOutcome(notes: readonly Note[], outcome: NoteOutcome): Note[] {
  const { id } = outcome;
  const saved = outcome.saved ?? outcome.current;
  const isRemoved = outcome.deed === 'delete' && outcome.isGone;
  const others = notes.filter((note) => note.id !== saved?.id && !(isRemoved && note.id === id));
  if (!saved) return others;
  const at = (note: Note) => note.atMs ?? note.paragraph ?? -1;
  const after = others.findIndex((note) => at(note) > at(saved));
  return after < 0 ? [...others, saved] : others.toSpliced(after, 0, saved);
}
