// Where the subject of an event belongs when it is written down: whoever answers for that place may
// read the event, later too, wherever the subject has gone since.
import { schema, type Reader } from '@xueshi/database';
import { mentions, readAuditSubject, SENSITIVE_KEY_GROUP } from '@xueshi/domain';
import { and, eq, isNull } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';

const {
  classSessions,
  complaints,
  enrolments,
  memberships,
  orgUnits,
  programmes,
  questionPosts,
  quizAttempts,
} = schema;

export interface AuditPlace {
  /** Null for what belongs to no unit: only for the whole installation. */
  readonly orgPath: string | null;
  readonly managingPath: string | null;
  readonly isSensitive: boolean;
}

const managing = alias(orgUnits, 'managing');

async function placeOfPerson(db: Reader, personId: string | null | undefined) {
  if (!personId) return null;
  const [found] = await db
    .select({ orgPath: orgUnits.path, managingPath: managing.path })
    .from(memberships)
    .innerJoin(orgUnits, eq(orgUnits.id, memberships.orgUnitId))
    .leftJoin(managing, eq(managing.id, memberships.managingUnitId))
    .where(and(eq(memberships.personId, personId), isNull(memberships.endsAt)))
    .limit(1);
  return found ?? null;
}

async function placeOfUnit(db: Reader, unitId: string) {
  const [found] = await db
    .select({ orgPath: orgUnits.path })
    .from(orgUnits)
    .where(eq(orgUnits.id, unitId));
  return found ? { ...found, managingPath: null } : null;
}

async function placeOfComplaint(db: Reader, id: string) {
  const [found] = await db
    .select({ orgPath: complaints.orgPath })
    .from(complaints)
    .where(eq(complaints.id, id));
  return found && found.orgPath !== '/' ? { ...found, managingPath: null } : null;
}

/** Whose matter it is: of a class, its presenter's; of what was written, its writer's. */
async function personBehind(db: Reader, kind: string, id: string): Promise<string | null> {
  const [found] =
    kind === 'class'
      ? await db
          .select({ id: classSessions.presenterId })
          .from(classSessions)
          .where(eq(classSessions.id, id))
      : kind === 'quiz-attempt'
        ? await db
            .select({ id: enrolments.personId })
            .from(quizAttempts)
            .innerJoin(enrolments, eq(enrolments.id, quizAttempts.enrolmentId))
            .where(eq(quizAttempts.id, id))
        : kind === 'question-post'
          ? await db
              .select({ id: questionPosts.personId })
              .from(questionPosts)
              .where(eq(questionPosts.id, id))
          : [];
  return found?.id ?? null;
}

/** A programme for reserve cadres tells who they are, whatever is done with it. */
async function placeOfProgramme(db: Reader, id: string) {
  const [found] = await db
    .select({ orgPath: orgUnits.path, target: programmes.target })
    .from(programmes)
    .innerJoin(orgUnits, eq(orgUnits.id, programmes.orgUnitId))
    .where(eq(programmes.id, id));
  if (!found) return null;
  const isSensitive = mentions(found.target, SENSITIVE_KEY_GROUP);
  return { orgPath: found.orgPath, managingPath: null, isSensitive };
}

async function placeOf(db: Reader, subject: string): Promise<Partial<AuditPlace> | null> {
  const { kind, id } = readAuditSubject(subject);
  switch (kind) {
    // A reflection is shown without its writer's name: where they belong would tell of them. Courses
    // and question banks are the whole installation's.
    case 'shared-reflection':
    case 'course-draft':
    case 'question-bank':
    case 'installation':
    case null:
      return null;
    case 'person':
      return placeOfPerson(db, id);
    case 'org-unit':
      return placeOfUnit(db, id);
    case 'programme':
      return placeOfProgramme(db, id);
    case 'complaint':
      return placeOfComplaint(db, id);
    default:
      return placeOfPerson(db, await personBehind(db, kind, id));
  }
}

/** The programme that a report is about. */
function programmeIn(detail: unknown): string | null {
  if (typeof detail !== 'object' || detail === null || !('filters' in detail)) return null;
  const { filters } = detail;
  if (typeof filters !== 'object' || filters === null || !('programmeId' in filters)) return null;
  return typeof filters.programmeId === 'string' ? filters.programmeId : null;
}

/** The place of an event, and whether it tells of a group that only few may know of (DOMAIN K3). */
export async function auditPlace(
  db: Reader,
  event: { readonly subject: string; readonly detail: unknown },
): Promise<AuditPlace> {
  const place = await placeOf(db, event.subject);
  const programmeId = programmeIn(event.detail);
  const programme = programmeId === null ? null : await placeOfProgramme(db, programmeId);
  return {
    orgPath: place?.orgPath ?? null,
    managingPath: place?.managingPath ?? null,
    isSensitive:
      place?.isSensitive === true ||
      programme?.isSensitive === true ||
      mentions(event.detail, SENSITIVE_KEY_GROUP),
  };
}
