/**
 * Makes the media of the courses' lectures from `lecture.yaml`: video, timeline, subtitles, slides.
 *
 *   node content/lecture-maker/make.ts [slug…]     all courses when none is named
 */
import { cp, mkdtemp, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildCues, webVtt } from './cues.ts';
import { encodeLecture, type Still } from './encode.ts';
import { fingerprint, mediaState } from './fingerprint.ts';
import { readLectureSource, type LectureSource } from './lecture-source.ts';
import { openStudio, type Studio } from './pictures.ts';
import { EVERYTHING, planReveal, slideStates, type TimedState } from './reveal.ts';
import { lengthProblem, scheduleSlides, type Schedule } from './schedule.ts';
import { splitSentences } from './sentences.ts';
import type { Page } from './slide-page.ts';
import { buildTimeline, imageName } from './timeline.ts';
import { narrationWav, speak, type Recording } from './voice.ts';

type Outcome = { ok: true; news: string } | { ok: false; problems: readonly string[] };

const COURSES = process.env['XUESHI_COURSES'] ?? resolve(import.meta.dirname, '../courses');
const MADE_FILES = ['slides', 'lecture.mp4', 'lecture.zh-CN.vtt', 'lecture.timeline.json'];

async function makeLecture(folder: string, studio: () => Promise<Studio>): Promise<Outcome> {
  const read = await readLectureSource(folder);
  if (!read.ok) return read;
  const { source } = read;
  const madeFrom = fingerprint(source);
  const state = await mediaState(folder, madeFrom);
  if (state === 'current') return { ok: true, news: 'unchanged' };
  if (state === 'recorded') return { ok: true, news: 'left alone: it has a recording' };
  const recordings = await speakAll(source);
  const schedule = scheduleSlides(recordings);
  const tooShortOrLong = lengthProblem(schedule.durationMs);
  if (tooShortOrLong !== null) return { ok: false, problems: [tooShortOrLong] };

  const work = await mkdtemp(join(tmpdir(), 'xueshi-lecture-'));
  try {
    const drawn = await drawAll(source, schedule, await studio(), work);
    if (!drawn.ok) return drawn;
    const narration = join(work, 'narration.wav');
    await writeFile(narration, narrationWav(schedule, recordings));
    const target = join(work, 'lecture.mp4');
    await encodeLecture({
      stills: drawn.stills,
      durationMs: schedule.durationMs,
      narration,
      target,
    });
    await writeFile(join(work, 'lecture.zh-CN.vtt'), webVtt(buildCues(schedule)));
    const timeline = buildTimeline(source, schedule, madeFrom);
    await writeFile(join(work, 'lecture.timeline.json'), `${JSON.stringify(timeline, null, 2)}\n`);
    const { size } = await stat(target);
    await moveIn(work, folder);
    return { ok: true, news: `${clock(schedule.durationMs)}, ${(size / 1e6).toFixed(2)} MB` };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Speaks the course's title for the title slide, then every slide. */
async function speakAll({ title, chapters }: LectureSource): Promise<Recording[][]> {
  const spoken: Recording[][] = [];
  const says = chapters.flatMap((chapter) => chapter.slides.map((slide) => slide.say));
  for (const say of [`${title}。`, ...says]) {
    const recordings: Recording[] = [];
    for (const sentence of splitSentences(say)) recordings.push(await speak(sentence));
    spoken.push(recordings);
  }
  return spoken;
}

function pagesOf(source: LectureSource): Page[] {
  const total = source.chapters.reduce((sum, chapter) => sum + chapter.slides.length, 0);
  let number = 0;
  const pages = source.chapters.flatMap((chapter, chapterAt) =>
    chapter.slides.map((slide): Page => {
      number += 1;
      const [courseTitle = ''] = source.title.split('：');
      const chapterTitle = chapter.title['zh-CN'];
      const chapterNumber = chapterAt + 1;
      return { kind: 'slide', slide, courseTitle, chapterTitle, chapterNumber, number, total };
    }),
  );
  return [{ kind: 'title', source }, ...pages];
}

async function drawAll(
  source: LectureSource,
  schedule: Schedule,
  studio: Studio,
  work: string,
): Promise<{ ok: true; stills: Still[] } | { ok: false; problems: string[] }> {
  await mkdir(join(work, 'slides'));
  const stills: Still[] = [];
  for (const [at, page] of pagesOf(source).entries()) {
    if (!(await studio.open(page))) {
      const title = page.kind === 'slide' ? page.slide.title : source.title;
      return { ok: false, problems: [`the slide “${title}” has too much text`] };
    }
    for (const state of statesOf(page, schedule, at)) {
      const path = join(work, `still-${String(stills.length).padStart(3, '0')}.png`);
      await studio.saveState(state, path);
      stills.push({ path, startMs: state.startMs });
    }
    await studio.saveWhole(join(work, imageName(at)));
  }
  return { ok: true, stills };
}

function statesOf(page: Page, schedule: Schedule, at: number): TimedState[] {
  const timed = schedule.slides[at];
  if (timed === undefined) return [];
  if (page.kind === 'title') return [{ ...EVERYTHING, startMs: timed.startMs }];
  const sentences = timed.sentences.map(({ text }) => text);
  const { points, quote } = page.slide;
  return slideStates(timed, planReveal(points, quote?.text ?? null, sentences));
}

/** The timeline goes last: it says that the rest is there. */
async function moveIn(work: string, folder: string): Promise<void> {
  for (const name of MADE_FILES) await rm(join(folder, name), { recursive: true, force: true });
  for (const name of MADE_FILES)
    await cp(join(work, name), join(folder, name), { recursive: true });
}

const clock = (ms: number): string =>
  `${Math.floor(ms / 60_000)}:${String(Math.round((ms % 60_000) / 1000)).padStart(2, '0')}`;

async function slugsToMake(named: readonly string[]): Promise<string[]> {
  if (named.length > 0) return [...named];
  const entries = await readdir(COURSES, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

async function main(): Promise<void> {
  let opened: Promise<Studio> | undefined;
  const slugs = await slugsToMake(process.argv.slice(2));
  for (const [at, slug] of slugs.entries()) {
    const startedAt = performance.now();
    const outcome = await makeLecture(join(COURSES, slug), () => (opened ??= openStudio())).catch(
      (error: unknown): Outcome => ({ ok: false, problems: [String(error)] }),
    );
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    const result = outcome.ok ? `${outcome.news} (${seconds} s)` : 'NOT MADE';
    console.log(`[${at + 1}/${slugs.length}] ${slug}: ${result}`);
    if (outcome.ok) continue;
    process.exitCode = 1;
    for (const problem of outcome.problems) console.error(`  ${problem}`);
  }
  if (opened !== undefined) await (await opened).close();
}

await main();
