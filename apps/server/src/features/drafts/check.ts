// A draft is checked by the reader that reads course folders: it is written out as one, and read.
import type { DraftFault } from '@xueshi/contracts';
import {
  fieldsByLine,
  fieldsOfErrors,
  lessonFile,
  locatedError,
  readCourse,
  sentenceOf,
  sentencesOf,
  WHOLE_FILE,
  writeCourseFile,
  type CourseRead,
  type ErrorCode,
  type LocatedError,
  type Statutes,
  type WrittenKind,
} from '@xueshi/formats';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Platform } from '../../platform/platform.ts';
import { banksAtHand } from '../catalogue/service.ts';
import { statutesAtHand } from '../statutes/service.ts';
import {
  coursewareFiles,
  lectureFiles,
  picturesIn,
  placeFiles,
  type CoursewareFiles,
  type LectureFiles,
} from '../uploads/service.ts';
import { outlineOf, type DraftRow, type TextRow } from './store.ts';

/** A draft with the files that it is made of. */
export interface WholeDraft {
  readonly draft: DraftRow;
  readonly lectures: ReadonlyMap<string, LectureFiles>;
  readonly courseware: ReadonlyMap<string, CoursewareFiles>;
  /** The pictures that its texts name, with where they are kept. */
  readonly pictures: ReadonlyMap<string, string>;
}

type Stores = Pick<Platform, 'config' | 'db'>;

async function withFiles(
  platform: Stores,
  draft: DraftRow,
  texts: readonly TextRow[],
): Promise<WholeDraft> {
  const written = (wanted: WrittenKind) =>
    outlineOf(draft).lessons.flatMap(({ id, kind }) =>
      kind === wanted ? { id, text: textIn(texts, id) } : [],
    );
  const asked = outlineOf(draft).lessons.map(({ questions = [] }) => JSON.stringify(questions));
  const { cover = '' } = outlineOf(draft).facts;
  const shown = [...texts.map(({ text }) => text), ...asked, cover];
  return {
    draft,
    lectures: await lectureFiles(platform, draft.id, written('lecture')),
    courseware: await coursewareFiles(platform, draft.id, written('courseware')),
    pictures: await picturesIn(platform, draft.id, shown),
  };
}

const textIn = (texts: readonly TextRow[], lessonId: string) =>
  texts.find((one) => one.lessonId === lessonId)?.text ?? '';

/** Writes the draft as a course folder that lives no longer than `use`. */
async function asFolder<Result>(
  { config }: Stores,
  whole: WholeDraft,
  texts: readonly TextRow[],
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  const { draft, lectures, courseware, pictures } = whole;
  const room = await mkdtemp(join(config.dataFolder, 'draft-'));
  try {
    const folder = join(room, draft.slug);
    await mkdir(folder);
    await writeFile(join(folder, 'course.yaml'), courseFileOf(whole));
    for (const lesson of outlineOf(draft).lessons) {
      if (courseware.has(lesson.id)) continue;
      const path = join(folder, lessonFile(lesson));
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, lectures.get(lesson.id)?.timeline ?? textIn(texts, lesson.id));
    }
    // Afterwards: what is written into a linked file is written into the kept one.
    for (const { files } of [...courseware.values(), ...lectures.values()])
      await placeFiles(folder, files);
    await placeFiles(folder, pictures);
    return await use(folder);
  } finally {
    await rm(room, { recursive: true, force: true });
  }
}

export interface DraftRead {
  readonly read: CourseRead;
  readonly whole: WholeDraft;
  readonly statutes: Statutes;
}

/**
 * Reads the draft as the import would, and hands it on while its files are there. Without a hash of its content,
 * which costs reading gigabytes, it can be checked and not published.
 */
export async function readDraftCourse<Result>(
  platform: Platform,
  draft: DraftRow,
  texts: readonly TextRow[],
  use: (found: DraftRead) => Promise<Result>,
  { withoutHash = true }: { readonly withoutHash?: boolean } = {},
): Promise<Result> {
  const statutes = await statutesAtHand(platform);
  const written = [JSON.stringify(draft.outline), ...texts.map(({ text }) => text)];
  const isNamed = (bank: string) => written.some((text) => text.includes(bank));
  const banks = await banksAtHand(platform, statutes, isNamed);
  const whole = await withFiles(platform, draft, texts);
  return asFolder(platform, whole, texts, async (folder) => {
    const options = { statutes, banks, requireMedia: true, withoutHash };
    const read = await readCourse(folder, options);
    return use({ read, whole, statutes });
  });
}

function courseFileOf({ draft, lectures, courseware }: WholeDraft): string {
  const { lessons, ...outline } = outlineOf(draft);
  const filed = lessons.map((lesson) => {
    const recording = lectures.get(lesson.id)?.recording;
    const packed = courseware.get(lesson.id)?.courseware;
    return {
      ...lesson,
      ...(recording && { recording }),
      ...(packed && { courseware: packed }),
    };
  });
  const { revision, corrects } = draft;
  return writeCourseFile({
    ...outline,
    lessons: filed,
    revision,
    ...(corrects !== null && { corrects }),
  });
}

/** The studio names the field in its own words: the key of course.yaml, which nobody sees, is left out. */
function withoutKey(error: LocatedError): DraftFault['message'] {
  const inWords = (language: 'zh-CN' | 'en') => {
    const sentence = sentenceOf({ ...error, params: { ...error.params, key: '' } }, language);
    const rest = sentence.replace(/^缺少“”/, '还没有填').replace(/(?:“”的?|"")\s*/, '');
    return rest.charAt(0).toUpperCase() + rest.slice(1);
  };
  return { 'zh-CN': inWords('zh-CN'), en: inWords('en') };
}

/** What has not been chosen is no missing file to who fills in a form, and what was not said is no wrong number. */
const MISSING: Readonly<Record<string, ErrorCode>> = {
  'file-missing video': 'recording-unchosen',
  'file-missing subtitles.zh-CN': 'subtitles-unchosen',
  'file-missing source': 'courseware-unchosen',
  'number-too-small minutes': 'courseware-minutes-unsaid',
};

const wordsOf = (code: ErrorCode) => sentencesOf(locatedError(code, '', WHOLE_FILE));

/** Errors in files that the studio writes of a form, or keeps as they came, by the field of the form. */
function faultInLecture({ draft, lectures }: WholeDraft, error: LocatedError): DraftFault | null {
  const message = withoutKey(error);
  for (const lesson of outlineOf(draft).lessons) {
    const lecture = lectures.get(lesson.id);
    if (!lecture) continue;
    const { subtitles } = lecture.recording;
    const language = subtitles['zh-CN'] === error.file ? 'zh-CN' : 'en';
    if (subtitles[language] === error.file)
      return { lessonId: lesson.id, line: null, field: `subtitles.${language}`, message };
    if (error.file !== lessonFile(lesson)) continue;
    const steps = error.line === null ? [] : fieldsByLine(lecture.timeline)(error.line);
    return { lessonId: lesson.id, line: null, field: steps.join('.') || null, message };
  }
  return null;
}

/** Errors within a package, which was sound when it was sent. */
function faultInPackage({ courseware }: WholeDraft, error: LocatedError): DraftFault | null {
  const found = [...courseware].find(
    ([
      ,
      {
        isChosen,
        courseware: { source },
      },
    ]) => {
      return isChosen && (error.file === source || error.file.startsWith(`${source}/`));
    },
  );
  if (!found) return null;
  return { lessonId: found[0], line: null, field: 'source', message: sentencesOf(error) };
}

/** Where something else is wrong with a lesson in the outline, the reader does not go on to its package. */
function untoldIn({ courseware }: WholeDraft, told: readonly DraftFault[]): DraftFault[] {
  return [...courseware].flatMap(([lessonId, { isChosen }]) => {
    const isTold = told.some((one) => one.lessonId === lessonId && one.field === 'source');
    if (isChosen || isTold) return [];
    return { lessonId, line: null, field: 'source', message: wordsOf('courseware-unchosen') };
  });
}

/** Where in the studio each located error is to be mended. */
export function faultsOf(
  whole: WholeDraft,
  texts: readonly TextRow[],
  errors: readonly LocatedError[],
): DraftFault[] {
  const { lessons } = outlineOf(whole.draft);
  const byLesson = new Map(
    lessons.map((lesson) => {
      const own = errors.filter(({ file }) => file === lessonFile(lesson));
      const text = texts.find(({ lessonId }) => lessonId === lesson.id)?.text ?? '';
      const isForm = lesson.kind === 'case' || lesson.kind === 'quiz';
      const fields = isForm && own.length > 0 ? fieldsOfErrors(text, own) : [];
      return [lesson.id, new Map(own.map((error, at) => [error, fields[at] ?? null]))];
    }),
  );
  // Read at the first fault that needs it: a draft of 200 lessons may have as many.
  let fieldAt: FieldAt | null = null;
  const atLine: FieldAt = (line) => (fieldAt ??= fieldsByLine(courseFileOf(whole)))(line);
  const told = errors.map((error) => {
    const inFile = faultInLecture(whole, error) ?? faultInPackage(whole, error);
    if (inFile) return inFile;
    const written = lessons.find((one) => lessonFile(one) === error.file);
    if (!written) return faultOfFacts(whole, error, atLine);
    const message = sentencesOf(error);
    const field = byLesson.get(written.id)?.get(error) ?? null;
    return { lessonId: written.id, line: error.line, field, message };
  });
  return [...told, ...untoldIn(whole, told)];
}

/** What a line of the course file is about. */
type FieldAt = ReturnType<typeof fieldsByLine>;

/**
 * Where in the questions of a lecture an error is: options share a key, and what is left out has none, so its
 * very place is looked for.
 */
function stepsInQuestions(whole: WholeDraft, error: LocatedError): string[] | null {
  const [field = null] = fieldsOfErrors(courseFileOf(whole), [error]);
  const [, , ...steps] = field?.split('.') ?? [];
  if (steps[0] !== 'questions') return null;
  // A question begins where its first key does.
  return steps.length === 2 && error.params['key'] === 'at' ? [...steps, 'at'] : steps;
}

/** A letter is asked for where nothing is ticked. */
const isUnticked = (code: string, field: string | null) =>
  /^questions\.\d+\.item\.answer$/.test(field ?? '') && ['missing-key', 'bad-form'].includes(code);

function faultOfFacts(whole: WholeDraft, error: LocatedError, fieldAt: FieldAt): DraftFault {
  const { lessons } = outlineOf(whole.draft);
  const message = sentencesOf(error);
  // Nobody sees course.yaml in the studio, so its lines say nothing; its fields do.
  const [first, ...rest] = error.line === null ? [] : fieldAt(error.line);
  const lesson = first === 'lessons' ? lessons[Number(rest[0])] : undefined;
  // It is about the course, and told at the lesson that makes it so; no field of it is wrong.
  if (lesson && error.code === 'courseware-without-quiz') {
    const unadded = wordsOf('courseware-quiz-unadded');
    return { lessonId: lesson.id, line: null, field: null, message: unadded };
  }
  const inQuestion = lesson && rest[1] === 'questions' ? stepsInQuestions(whole, error) : null;
  const steps = inQuestion ?? (lesson ? rest.slice(1) : [first ?? '', ...rest]);
  const field = steps.join('.') || null;
  const missing = isUnticked(error.code, field)
    ? 'answer-unticked'
    : MISSING[`${error.code} ${field}`];
  if (lesson && missing)
    return { lessonId: lesson.id, line: null, field, message: wordsOf(missing) };
  const shown = field ? withoutKey(error) : message;
  return { lessonId: lesson?.id ?? null, line: null, field, message: shown };
}
