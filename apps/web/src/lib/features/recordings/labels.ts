import type { DraftFile, DraftFault } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { formatClock, localText } from '#lib/format.ts';
import { labelOf } from '#lib/labels.ts';
import { packageFacts } from '#lib/features/courseware-studio/labels.ts';
import { mediaProblems } from '#lib/features/media-problems/labels.ts';

const kinds: Record<DraftFile['kind'], () => string> = {
  recording: m.recordings_kind_recording,
  subtitles: m.recordings_kind_subtitles,
  slide: m.recordings_kind_slide,
  slides: m.recordings_kind_slides,
  picture: m.recordings_kind_picture,
  courseware: m.cwstudio_package,
};
export const kindLabel = (kind: DraftFile['kind']) => labelOf(kinds, kind);

/** Of recordings these are about the file, and not about a course folder. */
const problems: Readonly<Record<string, () => string>> = {
  ...mediaProblems,
  subtitles: m.recordings_problem_subtitles,
  picture: m.recordings_problem_picture,
  courseware: m.cwstudio_problem,
  differs: m.recordings_problem_differs,
  unreadable: m.recordings_problem_unreadable,
};

const problemsOfSlides: Readonly<Record<string, () => string>> = {
  ...problems,
  'not-a-pdf': m.recordings_problem_not_a_pdf,
  'has-password': m.recordings_problem_has_password,
  'has-script': m.recordings_problem_has_script,
  'too-many-pages': m.recordings_problem_too_many_pages,
  'too-slow': m.recordings_problem_pdf_too_heavy,
  'too-much-memory': m.recordings_problem_pdf_too_heavy,
  'output-too-large': m.recordings_problem_pdf_too_heavy,
  'not-a-presentation': m.recordings_problem_not_a_presentation,
  'has-macros': m.recordings_problem_has_macros,
  'presentation-locked': m.recordings_problem_presentation_locked,
  'not-converted': m.recordings_problem_not_converted,
  'no-office': m.recordings_problem_no_office,
};

export const problemText = ({ kind, problem, detail }: DraftFile): string =>
  detail
    ? localText(detail)
    : labelOf(kind === 'slides' ? problemsOfSlides : problems, problem ?? 'unreadable');

/** Reasons of the server, not of the file: looking once more may end otherwise. */
const OF_THE_SERVER = ['no-ffmpeg', 'no-office', 'disk-full', 'too-slow', 'too-much-memory'];
export const isWorthAnotherLook = ({ state, problem }: DraftFile): boolean =>
  state === 'refused' && OF_THE_SERVER.includes(problem ?? '');

const UNITS = ['B', 'KB', 'MB', 'GB'] as const;

/** 1,536,000 → "1.5 MB". */
export function formatBytes(bytes: number): string {
  const step = Math.min(
    UNITS.length - 1,
    Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1024)),
  );
  const value = bytes / 1024 ** step;
  return `${value >= 100 || step === 0 ? Math.round(value) : Math.round(value * 10) / 10} ${UNITS[step]}`;
}

const QUIET = -2600;
const LOUD = -1000;
/** Much below this a lecturer cannot be understood on a bus, even when it is levelled. */
const HARDLY_HEARD = -4500;

/** What somebody should know of a recording before building on it: facts first, then what to look at. */
export function findings({ found, kind }: DraftFile): { facts: string[]; warnings: string[] } {
  if (!found) return { facts: [], warnings: [] };
  if (kind === 'subtitles')
    return { facts: [m.recordings_cues({ count: found.cues ?? 0 })], warnings: [] };
  if (kind === 'slides')
    return { facts: [m.recordings_pages({ count: found.pages ?? 0 })], warnings: [] };
  if (kind === 'courseware')
    return { facts: found.courseware ? packageFacts(found.courseware) : [], warnings: [] };
  const isMeasured = found.width !== null;
  const size = m.recordings_size({ width: found.width ?? 0, height: found.height ?? 0 });
  if (kind === 'slide' || kind === 'picture')
    return { facts: isMeasured ? [size] : [], warnings: [] };
  // A recording that came with a version was packaged already: only its length is known, and nothing wrong with it.
  if (!isMeasured) return { facts: [formatClock(found.durationMs ?? 0)], warnings: [] };
  const loudness = found.loudnessHundredths;
  const facts = [formatClock(found.durationMs ?? 0), size];
  if (loudness !== null && loudness >= HARDLY_HEARD) facts.push(loudnessText(loudness));
  if ((found.rotation ?? 0) !== 0) facts.push(m.recordings_rotated());
  const stretch = ({ fromMs, toMs }: { fromMs: number; toMs: number }) =>
    `${formatClock(fromMs)}–${formatClock(toMs)}`;
  const warnings = [
    ...(loudness === null || loudness < HARDLY_HEARD ? [m.recordings_hardly_heard()] : []),
    ...(found.silent.length > 0
      ? [m.recordings_silent({ stretches: listed(found.silent.map(stretch)) })]
      : []),
    ...(found.black.length > 0
      ? [m.recordings_black({ stretches: listed(found.black.map(stretch)) })]
      : []),
    ...((found.height ?? 0) < 480 ? [m.recordings_small_picture()] : []),
  ];
  return { facts, warnings };
}

const MOST_LISTED = 5;
const listed = (stretches: readonly string[]): string =>
  stretches.length > MOST_LISTED
    ? m.recordings_and_more({
        stretches: stretches.slice(0, MOST_LISTED).join(m.recordings_between()),
        more: stretches.length - MOST_LISTED,
      })
    : stretches.join(m.recordings_between());

function loudnessText(hundredths: number): string {
  if (hundredths < QUIET) return m.recordings_quiet();
  return hundredths > LOUD ? m.recordings_loud() : m.recordings_loudness_good();
}

/** The field of the page that a fault is about, in words and as a link. */
export function faultPlace(
  { field }: DraftFault,
  questionsUrl: string,
): { label: string; href: string } {
  const [list = '', at = '', key = '', language = ''] = (field ?? '').split('.');
  if (list === 'video') return { label: m.recordings_recording(), href: '#files' };
  if (list === 'subtitles') {
    const label = at === 'en' ? m.recordings_subtitles_en() : m.recordings_subtitles_zh();
    return { label, href: '#files' };
  }
  if (list === 'trim')
    return {
      label: at === 'startMs' ? m.recordings_trim_start() : m.recordings_trim_end(),
      href: '#trim',
    };
  if (list === 'posterMs') return { label: m.recordings_poster(), href: '#poster' };
  const number = Number(at) + 1;
  if (list === 'questions')
    return { label: m.recordings_question_number({ number }), href: questionsUrl };
  if (list === 'chapters' && at !== '')
    return { label: chapterLabel(number, key, language), href: '#chapters' };
  if (list === 'chapters') return { label: m.recordings_chapters(), href: '#chapters' };
  if (list === 'slides' && at !== '')
    return { label: m.recordings_slide_number({ number }), href: '#slides' };
  return { label: m.recordings_lecture(), href: '#lecture' };
}

function chapterLabel(number: number, key: string, language: string): string {
  if (key === 'startMs') return m.recordings_chapter_at({ number });
  return language === 'en'
    ? m.recordings_chapter_en({ number })
    : m.recordings_chapter_zh({ number });
}
