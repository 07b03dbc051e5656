import { findStatute, type LessonSource, type MediaFile, type Statutes } from '@xueshi/formats';
import type { LessonContent, StatuteReference } from './lesson-content.ts';
import { picturesOf } from '../media/service.ts';
import { quizContentOf, quizItemOf } from './quiz-content.ts';

/** A lesson's matter as a version keeps it, with the words of the articles it refers to. */
export function contentOf(
  lesson: LessonSource,
  {
    statutes,
    keptAs,
    hashOf,
    seeking = 'free',
    maxRate = 1,
  }: {
    statutes: Statutes;
    /** The name that a picture of the source is kept under. */
    keptAs: (picture: MediaFile) => string;
    /** SHA-256 (hex) of a file of the course. */
    hashOf: (file: MediaFile) => string;
    seeking?: 'free' | 'watched' | undefined;
    maxRate?: number | undefined;
  },
): LessonContent {
  switch (lesson.kind) {
    case 'lecture':
      return {
        kind: 'lecture',
        durationMs: lesson.media?.durationMs ?? 0,
        ...(lesson.media && { recording: hashOf(lesson.media.video) }),
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
        questions: lesson.questions.map(({ atMs, item }) => ({
          atMs,
          item: quizItemOf(item, { keptAs, articleText: articleTextIn(statutes) }),
        })),
      };
    case 'reading':
      return {
        kind: 'reading',
        markdown: lesson.markdown,
        characters: lesson.characters,
        pictures: picturesOf(lesson.images, keptAs),
      };
    case 'case': {
      const { study } = lesson;
      return {
        kind: 'case',
        ...study,
        timeline: study.timeline ?? [],
        statutes: study.statutes.map((one) => ({ ...one, text: articleTextIn(statutes)(one) })),
        reflection: study.reflection,
      };
    }
    case 'quiz':
      return quizContentOf(lesson, {
        keptAs,
        articleText: articleTextIn(statutes),
      });
  }
}

/** The article's words; a reference down to a paragraph shows the whole article. */
export const articleTextIn =
  (statutes: Statutes) =>
  (reference: StatuteReference): string => {
    const statute = findStatute(statutes, reference.statute);
    const number =
      /^第[^条]+条(之[一二三四五六七八九十]+)?/u.exec(reference.article)?.[0] ?? reference.article;
    return statute?.articles.get(number)?.text ?? '';
  };
