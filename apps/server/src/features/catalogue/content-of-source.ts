import {
  findStatute,
  type LectureMedia,
  type LectureSource,
  type LessonSource,
  type MediaFile,
  type Statutes,
} from '@xueshi/formats';
import type { LectureContent, LessonContent, StatuteReference } from './lesson-content.ts';
import { picturesOf } from '../media/service.ts';
import { quizContentOf, quizItemOf } from './quiz-content.ts';

interface Around {
  readonly statutes: Statutes;
  /** The name that a picture of the source is kept under. */
  keptAs(picture: MediaFile): string;
  /** SHA-256 (hex) of a file of the course. */
  hashOf(file: MediaFile): string;
  readonly seeking?: 'free' | 'watched' | undefined;
  readonly maxRate?: number | undefined;
}

/** A lesson's matter as a version keeps it, with the words of the articles it refers to. */
export function contentOf(lesson: LessonSource, around: Around): LessonContent {
  const { statutes, keptAs, hashOf } = around;
  switch (lesson.kind) {
    case 'lecture':
      return lectureContentOf(lesson, around);
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
        pictures: picturesOf(lesson.images, keptAs),
      };
    }
    case 'courseware':
      return {
        kind: 'courseware',
        minutes: lesson.minutes,
        packedAs: hashOf(lesson.file),
        courseware: lesson.courseware,
      };
    case 'quiz':
      return quizContentOf(lesson, {
        keptAs,
        articleText: articleTextIn(statutes),
      });
  }
}

function lectureContentOf(
  { media, questions }: LectureSource,
  { statutes, keptAs, hashOf, seeking = 'free', maxRate = 1 }: Around,
): LectureContent {
  return {
    kind: 'lecture',
    durationMs: media?.durationMs ?? 0,
    ...(media && { recording: recordingOf(media, hashOf(media.video)) }),
    seeking,
    maxRate,
    chapters: media?.chapters ?? [],
    slides: (media?.slides ?? []).map(({ startMs, image, title, text }) => ({
      startMs,
      image: image.name,
      title,
      text,
    })),
    subtitles: (media?.subtitles ?? []).map(({ language }) => ({
      lang: language,
      label: language === 'en' ? 'English' : '中文',
    })),
    questions: questions.map(({ atMs, item }) => ({
      atMs,
      item: quizItemOf(item, { keptAs, articleText: articleTextIn(statutes) }),
    })),
  };
}

/** The moments that somebody watched are those of a part: another part is another recording. */
const recordingOf = ({ trim }: LectureMedia, sha256: string): string =>
  trim ? `${sha256} ${trim.startMs}-${trim.endMs}` : sha256;

/** The article's words; a reference down to a paragraph shows the whole article. */
export const articleTextIn =
  (statutes: Statutes) =>
  (reference: StatuteReference): string => {
    const statute = findStatute(statutes, reference.statute);
    const number =
      /^第[^条]+条(之[一二三四五六七八九十]+)?/u.exec(reference.article)?.[0] ?? reference.article;
    return statute?.articles.get(number)?.text ?? '';
  };
