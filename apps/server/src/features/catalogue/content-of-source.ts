import {
  findStatute,
  type LessonSource,
  type QuizItem as SourceItem,
  type Statutes,
} from '@xueshi/formats';
import type { LessonContent, QuizItem } from './lesson-content.ts';

const LETTERS = 'ABCDEFGH';

/** A lesson's matter as a version keeps it, with the words of the articles it refers to. */
export function contentOf(
  lesson: LessonSource,
  {
    statutes,
    seeking = 'free',
    maxRate = 1,
  }: {
    statutes: Statutes;
    seeking?: 'free' | 'watched' | undefined;
    maxRate?: number | undefined;
  },
): LessonContent {
  switch (lesson.kind) {
    case 'lecture':
      return {
        kind: 'lecture',
        durationMs: lesson.media?.durationMs ?? 0,
        seeking,
        maxRate,
        chapters: lesson.media?.chapters ?? [],
        slides: (lesson.media?.slides ?? []).map((slide) => ({
          startMs: slide.startMs,
          image: slide.image.name,
          title: slide.title,
          text: slide.text,
        })),
        subtitles: (lesson.media?.subtitles ?? []).map(({ language }) => ({
          lang: language,
          label: language === 'en' ? 'English' : '中文',
        })),
      };
    case 'reading':
      return { kind: 'reading', markdown: lesson.markdown, characters: lesson.characters };
    case 'case': {
      const { study } = lesson;
      return {
        kind: 'case',
        ...study,
        timeline: study.timeline ?? [],
        statutes: study.statutes.map((one) => ({ ...one, text: articleText(statutes, one) })),
        reflection: study.reflection,
      };
    }
    case 'quiz':
      return {
        kind: 'quiz',
        passMark: lesson.passMark,
        attempts: lesson.attempts === 0 ? null : lesson.attempts,
        items: lesson.items.map((item) => itemOf(item, statutes)),
      };
  }
}

function itemOf(item: SourceItem, statutes: Statutes): QuizItem {
  const options = item.kind === 'true_false' ? [] : item.options;
  return {
    id: item.id,
    kind: item.kind,
    stem: item.stem,
    options: options.map((text, at) => ({ id: LETTERS.charAt(at), text })),
    answer: item.kind === 'single' ? [item.answer] : item.answer,
    explanation: item.explanation,
    statute: item.statute ? { ...item.statute, text: articleText(statutes, item.statute) } : null,
    difficulty: item.difficulty,
  };
}

/** The article's words; a reference down to a paragraph shows the whole article. */
function articleText(statutes: Statutes, reference: { statute: string; article: string }): string {
  const statute = findStatute(statutes, reference.statute);
  const number =
    /^第[^条]+条(之[一二三四五六七八九十]+)?/u.exec(reference.article)?.[0] ?? reference.article;
  return statute?.articles.get(number)?.text ?? '';
}
