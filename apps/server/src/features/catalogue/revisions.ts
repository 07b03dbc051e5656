// Versions of a course compared lesson by lesson: what is the same to whoever learns it (DOMAIN 5.6).
import type { Reader } from '@xueshi/database';
import {
  carriedLessons,
  correctionHindrances,
  type RevisedLesson,
  type RevisionKind,
} from '@xueshi/domain';
import {
  canonicalJson,
  locatedError,
  WHOLE_FILE,
  type CourseSource,
  type LocatedError,
} from '@xueshi/formats';
import { LRUCache } from 'lru-cache';
import { createHash } from 'node:crypto';
import type { LessonContent, QuizContent } from './lesson-content.ts';
import { lessonsOf, type CourseVersion, type Lesson, type PublishedCourse } from './store.ts';

/** A lesson as far as it is compared: of a version, or of a course about to become one. */
export type ComparedLesson = Pick<Lesson, 'key' | 'kind' | 'required' | 'content' | 'mediaAssetId'>;

/** What is not given and what is undefined is the same. */
const hashOf = (value: unknown): string =>
  createHash('sha256')
    .update(canonicalJson(JSON.parse(JSON.stringify(value))))
    .digest('base64url');

/** What is learned; of a quiz not which items a bank has besides. */
function substanceOf(content: LessonContent, recording: string | null): string {
  if (content.kind === 'lecture') return hashOf(recording);
  if (content.kind === 'courseware') return content.packedAs;
  if (content.kind !== 'quiz') return hashOf(content);
  const own = new Set(content.own ?? content.items.map(({ id }) => id));
  return hashOf({ ...content, items: content.items.filter(({ id }) => own.has(id)) });
}

function frameOf(content: LessonContent, recording: string | null): readonly string[] {
  switch (content.kind) {
    case 'lecture':
      return [hashOf([recording, content.questions?.map(({ item }) => item.id) ?? []])];
    case 'reading':
      return [];
    case 'case':
      return [
        ...content.nodes.flatMap(({ id, options }) =>
          options.map((option) => `${id} ${option.id} ${option.next}`),
        ),
        ...content.endings.map(({ id }) => id),
      ];
    case 'courseware':
      return [content.packedAs, String(content.minutes)];
    case 'quiz':
      return quizFrame(content);
  }
}

function quizFrame({
  items,
  passMark,
  attempts,
  own,
  draws,
  asked,
  timeLimitMinutes,
}: QuizContent) {
  const rules = { passMark, attempts, own, draws, asked, timeLimitMinutes };
  return [
    hashOf(rules),
    ...items.map(({ id, kind, options, lefts, blanks }) =>
      [id, kind, options.length, lefts?.length ?? 0, blanks?.length ?? 0].join(' '),
    ),
  ];
}

interface Compared {
  readonly before: readonly RevisedLesson[];
  readonly after: readonly RevisedLesson[];
}

/** Both versions in the terms of the domain; a recording goes by its bytes, of old versions by its package. */
export function comparedVersions(
  before: readonly ComparedLesson[],
  after: readonly ComparedLesson[],
): Compared {
  const knowsBytes = [...before, ...after].every(
    ({ content }) => content.kind !== 'lecture' || content.recording !== undefined,
  );
  const revised = ({ key, kind, required, content, mediaAssetId }: ComparedLesson) => {
    const bytes = content.kind === 'lecture' ? (content.recording ?? null) : null;
    const recording = knowsBytes ? bytes : mediaAssetId;
    const substance = substanceOf(content, recording);
    return { key, kind, required, substance, frame: frameOf(content, recording) };
  };
  return { before: before.map(revised), after: after.map(revised) };
}

/** What a newer version is to whoever is learning an older one. */
export interface Revision {
  readonly from: CourseVersion;
  readonly to: CourseVersion;
  readonly kind: RevisionKind;
  /** When the first version came that was more than a correction of the older one; of a correction, when it came. */
  readonly since: Date;
}

/**
 * The revision that leads from one version to the current one; null where they are the same, or an older
 * one was made the current one again, which moves nobody. `versions` are those of the course, in any order.
 */
export function revisionBetween(
  versions: readonly CourseVersion[],
  fromId: string,
  toId: string,
): Revision | null {
  const from = versions.find(({ id }) => id === fromId);
  const to = versions.find(({ id }) => id === toId);
  if (!from || !to || to.revision <= from.revision) return null;
  const steps = versions
    .filter(({ revision }) => revision > from.revision && revision <= to.revision)
    .sort((one, other) => one.revision - other.revision);
  const substantial = steps.find(({ kind }) => kind !== 'correction');
  return {
    from,
    to,
    kind: substantial ? 'substantial' : 'correction',
    since: (substantial ?? to).publishedAt,
  };
}

/** A course about to be published: its matter by the ids of its lessons. */
interface NewVersion {
  readonly source: CourseSource;
  readonly contents: ReadonlyMap<string, LessonContent>;
  readonly lectures: ReadonlyMap<string, { readonly asset: { readonly id: string } }>;
}

/**
 * Whether a course about to be published is a small correction of the current version, which it is where it
 * says so and names that version's revision; with what is wrong with saying so.
 */
export async function judgeRevision(
  db: Reader,
  before: PublishedCourse | null,
  { source, contents, lectures }: NewVersion,
): Promise<{ readonly kind: RevisionKind; readonly errors: readonly LocatedError[] }> {
  if (!before || source.corrects !== before.version.revision)
    return { kind: 'substantial', errors: [] };
  const after = source.lessons.flatMap((lesson): ComparedLesson[] => {
    const content = contents.get(lesson.id);
    const { id: key, kind, required } = lesson;
    return content
      ? [{ key, kind, required, content, mediaAssetId: lectures.get(key)?.asset.id ?? null }]
      : [];
  });
  const current = await lessonsOf(db, before.version.id);
  const compared = comparedVersions(current, after);
  const titles = new Map(
    [...current, ...source.lessons.map((one) => ({ ...one, key: one.id }))].map(
      ({ key, title }) => [key, title['zh-CN']],
    ),
  );
  const errors = correctionHindrances(compared.before, compared.after).map(({ what, key }) =>
    locatedError(`correction-${what}`, 'course.yaml', WHOLE_FILE, {
      lesson: titles.get(key) ?? key,
    }),
  );
  return { kind: 'correction', errors };
}

/** Two lessons that stand in each other's place: of the version before, and of the next. */
export interface LessonPair {
  readonly was: Pick<Lesson, 'id' | 'position'>;
  readonly is: Pick<Lesson, 'id' | 'position'>;
}

// Versions never change, so what carries over from one to another never does.
const remembered = new LRUCache<string, readonly LessonPair[]>({ max: 500 });

/** Which lessons keep their progress on the way of a revision. */
export async function carriedBy(
  db: Reader,
  { from, to, kind }: Revision,
): Promise<readonly LessonPair[]> {
  const key = `${from.id} ${to.id}`;
  const known = remembered.get(key);
  if (known) return known;
  const [before, after] = [await lessonsOf(db, from.id), await lessonsOf(db, to.id)];
  const compared = comparedVersions(before, after);
  const placeIn = (lessons: readonly Lesson[], wanted: string) => {
    const lesson = lessons.find((one) => one.key === wanted);
    return lesson ? [{ id: lesson.id, position: lesson.position }] : [];
  };
  const pairs = carriedLessons(compared.before, compared.after, kind).flatMap((carried) =>
    placeIn(before, carried.from).flatMap((was) =>
      placeIn(after, carried.to).map((is) => ({ was, is })),
    ),
  );
  remembered.set(key, pairs);
  return pairs;
}
