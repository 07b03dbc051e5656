// The other direction of read-course.ts: what the studio keeps, as the files an author could have written.
import { isPair, isScalar, isSeq, LineCounter, parseDocument, stringify, visit } from 'yaml';
import type {
  CourseSource,
  CoursewareSource,
  InBothLanguages,
  ValuationSource,
} from './course-source.ts';

/** What course.yaml says of a course, without its lessons; what is left out is as the format has it then. */
export interface CourseFacts extends Pick<
  CourseSource,
  | 'title'
  | 'summary'
  | 'area'
  | 'tags'
  | 'lecturer'
  | 'repeat'
  | 'seeking'
  | 'maxRate'
  | 'equivalence'
  | 'audience'
  | 'keyGroups'
  | 'prerequisites'
  | 'syllabusPoints'
  | 'textbooks'
  | 'sources'
> {
  /** The picture that stands for it, by its name in the folder. */
  readonly cover?: string;
  /** How its hours are found: left out or `linear`, by its material. */
  readonly valuation?: 'linear' | Extract<ValuationSource, { kind: 'authored' }>;
}

export type WrittenKind = 'lecture' | 'reading' | 'case' | 'quiz' | 'courseware';

export interface OutlineLesson {
  readonly id: string;
  readonly kind: WrittenKind;
  readonly title: InBothLanguages;
  readonly required: boolean;
  /** The name of the file that holds its text, or a lecture's timeline; left out: named by its id. */
  readonly file?: string;
  /** What a lecture asks, as course.yaml has it; left out where it asks nothing. */
  readonly questions?: readonly unknown[];
  /** The files of a lecture, by their names in the folder; a lecture without is refused when it is read. */
  readonly recording?: RecordingFiles;
  /** The package of courseware and how long it takes; courseware without is refused when it is read. */
  readonly courseware?: PackageFile;
}

export interface PackageFile {
  /** The zip, by its name in the folder. */
  readonly source: string;
  readonly minutes: CoursewareSource['minutes'];
}

export interface RecordingFiles {
  readonly video: string;
  readonly subtitles: { readonly 'zh-CN': string; readonly en?: string };
}

export interface CourseOutline {
  readonly facts: CourseFacts;
  /** 1 and up; each published version has a higher one. */
  readonly revision: number;
  /** The revision of which it is a small correction; left out where it is more. */
  readonly corrects?: number;
  readonly lessons: readonly OutlineLesson[];
}

const FILE_ENDS = {
  lecture: 'timeline.json',
  reading: 'md',
  case: 'yaml',
  quiz: 'yaml',
  courseware: 'zip',
} as const;

/**
 * The name of the file that holds what was written of a lesson: of a lecture its chapters and slides. Of
 * courseware nothing is written; it is the package's name where none was chosen.
 */
export const lessonFile = ({
  id,
  kind,
  file,
}: Pick<OutlineLesson, 'id' | 'kind' | 'file'>): string => file ?? `${id}.${FILE_ENDS[kind]}`;

function sourceOf(lesson: OutlineLesson) {
  switch (lesson.kind) {
    case 'lecture':
      return {
        video: lesson.recording?.video ?? `${lesson.id}.mp4`,
        timeline: lessonFile(lesson),
        subtitles: lesson.recording?.subtitles ?? { 'zh-CN': `${lesson.id}.zh-CN.vtt` },
        ...(lesson.questions && lesson.questions.length > 0 ? { questions: lesson.questions } : {}),
      };
    case 'courseware':
      return lesson.courseware ?? { source: lessonFile(lesson) };
    default:
      return { source: lessonFile(lesson) };
  }
}

/**
 * course.yaml of format 1 (docs/author/course-format.md). It is written as given: `readCourse` says what is
 * wrong with it.
 */
export function writeCourseFile({ facts, revision, corrects, lessons }: CourseOutline): string {
  const { title, summary, area, tags, lecturer, repeat, sources } = facts;
  const { seeking, maxRate, equivalence, syllabusPoints, textbooks, valuation = 'linear' } = facts;
  const { audience, keyGroups, prerequisites, cover } = facts;
  return stringify(
    {
      format: 1,
      title,
      summary,
      area,
      tags,
      lecturer,
      repeat,
      ...(audience === undefined ? {} : { audience }),
      ...(keyGroups === undefined ? {} : { keyGroups }),
      ...(prerequisites === undefined ? {} : { prerequisites }),
      ...(cover === undefined ? {} : { cover }),
      ...(maxRate === undefined ? {} : { maxRate }),
      ...(seeking === undefined ? {} : { seeking }),
      ...(equivalence === undefined ? {} : { equivalence }),
      ...(syllabusPoints === undefined ? {} : { syllabusPoints }),
      ...(textbooks === undefined ? {} : { textbooks }),
      valuation: valuation === 'linear' ? valuation : valuation.hundredths / 100,
      revision,
      ...(corrects === undefined ? {} : { corrects }),
      sources,
      lessons: lessons.map((lesson) => ({
        id: lesson.id,
        kind: lesson.kind,
        title: lesson.title,
        ...sourceOf(lesson),
        ...(lesson.required ? {} : { required: false }),
      })),
    },
    // Aliases are refused when a course is read.
    { aliasDuplicateObjects: false, lineWidth: 0 },
  );
}

export type Step = string | number;

/** Keys and positions on the way down to a node, from the nodes above it. */
export function stepsOf(above: readonly unknown[]): Step[] {
  return above.flatMap((node, at): Step[] => {
    if (isPair(node) && isScalar(node.key)) return [String(node.key.value)];
    return isSeq(node) && at + 1 < above.length ? [node.items.indexOf(above[at + 1])] : [];
  });
}

/**
 * What each line (from 1) of a course.yaml is about, as in `['lessons', 0, 'title', 'en']`: its key, or the one
 * before it where it has none; empty before the first. The file is read once for all lines that are asked for.
 */
export function fieldsByLine(courseFile: string): (line: number) => Step[] {
  const lines = new LineCounter();
  const document = parseDocument(courseFile, { lineCounter: lines });
  const keys: { readonly line: number; readonly steps: Step[] }[] = [];
  visit(document, {
    Pair(_, pair, above) {
      const at = isScalar(pair.key) ? pair.key.range?.[0] : undefined;
      if (at !== undefined)
        keys.push({ line: lines.linePos(at).line, steps: stepsOf([...above, pair]) });
    },
  });
  return (line) => keys.findLast((key) => key.line <= line)?.steps ?? [];
}
