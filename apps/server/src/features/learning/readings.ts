import type { CompletionNews } from '@xueshi/contracts';
import { readingMinimumSeconds } from '@xueshi/domain';
import {
  numberParagraphs,
  renderMarkdown,
  type ArticleUrl,
  type NumberedText,
} from '@xueshi/formats';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import type { ReadingContent } from '../catalogue/service.ts';
import { pictureUrlIn } from '../media/service.ts';
import { completeLesson } from './completion.ts';
import { openLesson } from './enrolment.ts';
import { beginProgress, lessonProgressOf, type LessonProgress } from './store.ts';

interface Place {
  readonly slug: string;
  readonly lessonKey: string;
}

/** A reading as it is shown, with numbered paragraphs; with `articleUrl`, citations are links. */
export function readingText(
  { markdown, pictures }: ReadingContent,
  articleUrl: ArticleUrl = () => null,
): NumberedText {
  const pictureUrl = pictureUrlIn(pictures);
  return numberParagraphs(renderMarkdown(markdown, { pictureUrl, articleUrl }));
}

/** Seconds before a reading may be marked as read, by the server's clock since it was first opened. */
export function readingSecondsLeft(
  characters: number,
  progress: LessonProgress | null,
  now: Date,
): number {
  if (progress?.completedAt) return 0;
  const minimum = readingMinimumSeconds(characters);
  if (!progress) return minimum;
  const gone = (now.getTime() - progress.startedAt.getTime()) / 1000;
  return Math.max(0, Math.ceil(minimum - gone));
}

async function openReadingLesson(platform: Platform, actor: Actor, place: Place, now: Date) {
  const open = await openLesson(platform.db, actor, place, now);
  const { content } = open.lesson;
  if (content.kind !== 'reading') throw new Refused('wrong-lesson-kind');
  return { ...open, content };
}

/** Starts the clock of a reading; opening again does not start it anew. */
export async function openReading(
  platform: Platform,
  actor: Actor,
  place: Place,
): Promise<{ secondsLeft: number }> {
  const now = platform.clock.now();
  const { enrolment, lesson, content } = await openReadingLesson(platform, actor, place, now);
  const known = await lessonProgressOf(platform.db, enrolment.id, lesson.id);
  const progress =
    known ?? (await platform.write((tx) => beginProgress(tx, enrolment.id, lesson.id, now)));
  return { secondsLeft: readingSecondsLeft(content.characters, progress, now) };
}

export async function finishReading(
  platform: Platform,
  actor: Actor,
  place: Place,
): Promise<CompletionNews> {
  const now = platform.clock.now();
  const { enrolment, lesson, content } = await openReadingLesson(platform, actor, place, now);
  const progress = await lessonProgressOf(platform.db, enrolment.id, lesson.id);
  const seconds = readingSecondsLeft(content.characters, progress, now);
  if (seconds > 0) throw new Refused('reading-too-soon', { seconds });
  return platform.write((tx) => completeLesson(platform, tx, { enrolment, lesson, now }));
}
