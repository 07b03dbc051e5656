// The editors' forms are written into the text that is kept: one form, one check.
import type { CaseForm, QuizForm } from '@xueshi/contracts';
import { writeCaseForm, writeQuizForm } from '@xueshi/formats';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { readWrittenText, saveDraftText } from '../drafts/service.ts';

export interface LessonPlace {
  readonly draftId: string;
  readonly lessonId: string;
}

/** As much as the text itself may have (contracts/drafts.ts). */
const MOST_CHARACTERS = 400_000;

interface Rewriting {
  readonly kind: 'quiz' | 'case';
  readonly version: number;
  rewrite(text: string): string;
}

/** Writes the text anew; refused where somebody else changed it since `version`. */
export async function rewriteText(
  platform: Platform,
  actor: Actor,
  place: LessonPlace,
  { kind, version, rewrite }: Rewriting,
): Promise<{ version: number }> {
  const written = await readWrittenText(platform, place.draftId, place.lessonId);
  if (written.kind !== kind) throw new Refused('not-found');
  const text = rewrite(written.text);
  if (text.length > MOST_CHARACTERS) throw new Refused('payload-too-large');
  return saveDraftText(platform, actor, place, { version, text });
}

export const saveDraftQuiz = (
  platform: Platform,
  actor: Actor,
  place: LessonPlace,
  { version, quiz }: { readonly version: number; readonly quiz: QuizForm },
): Promise<{ version: number }> =>
  rewriteText(platform, actor, place, {
    kind: 'quiz',
    version,
    rewrite: (text) => writeQuizForm(text, quiz),
  });

export const saveDraftCase = (
  platform: Platform,
  actor: Actor,
  place: LessonPlace,
  { version, study }: { readonly version: number; readonly study: CaseForm },
): Promise<{ version: number }> =>
  rewriteText(platform, actor, place, {
    kind: 'case',
    version,
    rewrite: (text) => writeCaseForm(text, study),
  });
