// How far somebody is in a course, with what proves it: what credits are reckoned by.
import type { CreditEntryView } from '@xueshi/contracts';
import type { Tx } from '@xueshi/database';
import { lengthMs, type IntervalSet, type WeighedLesson } from '@xueshi/domain';
import { findVersion, lessonHeads, type CourseVersion } from '../catalogue/service.ts';
import { offlineParts } from '../offline-credit/service.ts';
import { coursewareOpenMs, progressOf, type Enrolment } from './store.ts';

export interface Study {
  readonly enrolment: Enrolment;
  readonly version: CourseVersion;
  /** What of each lesson was counted from offline study, by lesson. */
  readonly offline: ReadonlyMap<string, IntervalSet>;
  readonly heads: readonly {
    readonly id: string;
    readonly required: boolean;
    readonly complete: boolean;
  }[];
  readonly lessons: readonly (WeighedLesson & {
    readonly isLecture: boolean;
    readonly completedAt: Date | null;
  })[];
  readonly evidence: CreditEntryView['why']['evidence'];
  readonly now: Date;
}

export async function studyOf(tx: Tx, enrolment: Enrolment, now: Date): Promise<Study> {
  const version = await findVersion(tx, enrolment.courseVersionId);
  if (!version) throw new Error('an enrolment without its version');
  const heads = await lessonHeads(tx, [enrolment.courseVersionId]);
  const rows = new Map((await progressOf(tx, enrolment.id)).map((row) => [row.lessonId, row]));
  const isComplete = (id: string) => (rows.get(id)?.completedAt ?? null) !== null;
  const offline = await offlineParts(tx, enrolment.id);
  const opened = await coursewareOpenMs(tx, enrolment.id);
  return {
    ...{ enrolment, version, offline, now },
    heads: heads.map(({ id, required }) => ({ id, required, complete: isComplete(id) })),
    lessons: heads.map(({ id, kind, required, materialSeconds: seconds }) => ({
      ...{ seconds, required },
      complete: isComplete(id),
      isLecture: kind === 'lecture',
      completedAt: rows.get(id)?.completedAt ?? null,
    })),
    evidence: heads.map((head) => {
      const row = rows.get(head.id);
      return {
        lesson: head.title,
        kind: head.kind,
        completedAt: row?.completedAt?.toISOString() ?? null,
        watchedMs: head.kind === 'lecture' ? (row?.watchedMs ?? 0) : null,
        durationMs: head.kind === 'lecture' ? head.materialSeconds * 1000 : null,
        percent: head.kind === 'quiz' ? (row?.bestPercent ?? null) : null,
        ...(head.kind === 'courseware' && { openMs: opened.get(head.id) ?? 0 }),
        ...(offline.has(head.id) && { offlineMs: lengthMs(offline.get(head.id) ?? []) }),
      };
    }),
  };
}
