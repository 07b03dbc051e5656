import type {
  CaseView,
  CoursewareView,
  LectureView,
  LessonView,
  QuizView,
  ReadingView,
} from '@xueshi/contracts';
import {
  countedRatePercent,
  readingMinimumSeconds,
  trainingDayOf,
  trainingYearOf,
} from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { beginningOf } from '../../platform/prose.ts';
import type { Actor } from '../../platform/sessions.ts';
import { attemptsOf } from '../assessment/service.ts';
import { caseHtml, latestRun } from '../cases/service.ts';
import {
  type CaseContent,
  type CoursewareContent,
  type LectureContent,
  type QuizContent,
  type ReadingContent,
} from '../catalogue/service.ts';
import { findAsset, mediaUrl, packagingPercent, slidePath } from '../media/service.ts';
import { questionMarks } from '../lecture-questions/service.ts';
import { creditRulesFor } from '../requirements/service.ts';
import { articleUrls } from '../statutes/service.ts';
import { presenceAskedAt } from '../settings/service.ts';
import { readOutline } from './course-view.ts';
import { openLesson, type OpenLesson } from './enrolment.ts';
import { readingSecondsLeft, readingText } from './readings.ts';
import { lessonProgressOf, type LessonProgress } from './store.ts';

/** As much of a paragraph as a list of them shows. */
const PARAGRAPH_CHARACTERS = 24;

type Opened<C> = OpenLesson & { readonly content: C; readonly progress: LessonProgress | null };

async function base(platform: Platform, opened: Opened<unknown>) {
  const { published, version, enrolment, lesson, progress } = opened;
  return {
    courseSlug: published.course.slug,
    courseTitle: version.title,
    key: lesson.key,
    title: lesson.title,
    state: !progress
      ? ('not_started' as const)
      : progress.completedAt
        ? ('completed' as const)
        : ('in_progress' as const),
    lessons: await readOutline(platform, enrolment),
  };
}

/** A lesson as its page shows it; nothing in it tells a right answer. */
export async function readLesson(
  platform: Platform,
  actor: Actor,
  place: { slug: string; lessonKey: string },
): Promise<LessonView> {
  const opened = await openLesson(platform.db, actor, place, platform.clock.now());
  const progress = await lessonProgressOf(platform.db, opened.enrolment.id, opened.lesson.id);
  const { content } = opened.lesson;
  switch (content.kind) {
    case 'lecture':
      return lectureView(platform, actor, { ...opened, content, progress });
    case 'reading':
      return readingView(platform, { ...opened, content, progress });
    case 'case':
      return caseView(platform, { ...opened, content, progress });
    case 'courseware':
      return coursewareView(platform, { ...opened, content, progress });
    case 'quiz':
      return quizView(platform, { ...opened, content, progress });
  }
}

async function lectureView(
  platform: Platform,
  actor: Actor,
  opened: Opened<LectureContent>,
): Promise<LectureView> {
  const year = trainingYearOf(platform.clock.now());
  const rules = await creditRulesFor(platform, actor.unit?.path ?? null, year);
  const { content, progress, lesson } = opened;
  const asset =
    lesson.mediaAssetId === null ? null : await findAsset(platform.db, lesson.mediaAssetId);
  const ready = asset?.state === 'ready';
  const url = (file: string) => (asset && ready ? mediaUrl(asset.id, file) : null);
  const percent = !asset || ready ? 100 : await packagingPercent(platform.db, asset.id);
  return {
    kind: 'lecture',
    ...(await base(platform, opened)),
    media: {
      state: (asset?.state ?? 'failed') as LectureView['media']['state'],
      percent,
      durationMs: content.durationMs,
      playlistUrl: url('master.m3u8'),
      audioPlaylistUrl: url('audio/index.m3u8'),
      posterUrl: url('poster.jpg'),
      thumbnailsUrl: url('thumbs.vtt'),
      subtitles: content.subtitles.flatMap((one) => {
        const file = url(`subtitles/${one.lang}/subtitles.vtt`);
        return file ? [{ ...one, url: file }] : [];
      }),
    },
    chapters: content.chapters.map((chapter) => ({ ...chapter })),
    slides: content.slides.map((slide) => ({
      startMs: slide.startMs,
      imageUrl: asset ? mediaUrl(asset.id, slidePath(slide.image)) : '',
      title: slide.title,
      text: slide.text,
    })),
    watched: (progress?.watched ?? []).map(([from, to]) => [from, to]),
    watchedMs: progress?.watchedMs ?? 0,
    resumeMs: progress?.resumeMs ?? 0,
    coveragePercent: rules.coveragePercent,
    maxRate: countedRatePercent(content.maxRate, rules.maxRatePercent) / 100,
    seeking: content.seeking ?? 'free',
    questions: (await presenceAskedAt(platform, actor.unit?.path ?? null))
      ? await questionMarks(platform.db, {
          enrolmentId: opened.enrolment.id,
          lessonId: lesson.id,
        })
      : [],
  };
}

async function readingView(
  platform: Platform,
  opened: Opened<ReadingContent>,
): Promise<ReadingView> {
  const { content, progress, lesson, version } = opened;
  // The law as it stood when this version was published is the one that it speaks of.
  const articleUrl = await articleUrls(
    platform,
    trainingDayOf(version.publishedAt),
    `/courses/${opened.published.course.slug}/${lesson.key}`,
  );
  const { html, paragraphs } = readingText(content, articleUrl);
  return {
    kind: 'reading',
    ...(await base(platform, opened)),
    html,
    paragraphs: paragraphs.map((words) => beginningOf(words, PARAGRAPH_CHARACTERS)),
    minutes: Math.max(1, Math.round(lesson.materialSeconds / 60)),
    minimumSeconds: readingMinimumSeconds(content.characters),
    secondsLeft: readingSecondsLeft(content.characters, progress, platform.clock.now()),
  };
}

async function caseView(platform: Platform, opened: Opened<CaseContent>): Promise<CaseView> {
  const { content, enrolment, lesson } = opened;
  return {
    kind: 'case',
    ...(await base(platform, opened)),
    minutes: content.minutes,
    situationHtml: caseHtml(content, content.situation),
    roles: content.roles.map((role) => ({ ...role })),
    materials: content.materials.map((one) => ({
      title: one.title,
      html: caseHtml(content, one.text),
    })),
    timeline: content.timeline.map((moment) => ({ ...moment })),
    run: await latestRun(platform, { enrolment, lesson }),
  };
}

async function quizView(platform: Platform, opened: Opened<QuizContent>): Promise<QuizView> {
  const { content, enrolment, lesson } = opened;
  return {
    kind: 'quiz',
    ...(await base(platform, opened)),
    itemCount: content.asked ?? content.items.length,
    passMark: content.passMark,
    attemptsAllowed: content.attempts,
    timeLimitMinutes: content.timeLimitMinutes ?? null,
    isDrawn: (content.draws ?? []).length > 0,
    hasShortAnswers: content.items.some(({ kind }) => kind === 'short_answer'),
    review: content.review ?? 'at_once',
    attempts: await attemptsOf(platform.db, enrolment.id, lesson.id),
  };
}

async function coursewareView(
  platform: Platform,
  opened: Opened<CoursewareContent>,
): Promise<CoursewareView> {
  const { standard } = opened.content.courseware;
  const { minutes } = opened.content;
  return { kind: 'courseware', ...(await base(platform, opened)), standard, minutes };
}
