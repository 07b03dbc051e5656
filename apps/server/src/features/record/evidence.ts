// What one entry of a record rests on: the ledger's own evidence, and what the lessons still show.
import type { CreditEntryView, EntryEvidence } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import { Refused } from '../../platform/refused.ts';
import { attemptsOf } from '../assessment/service.ts';
import { endedRunsOf } from '../cases/service.ts';
import { lessonHeads } from '../catalogue/service.ts';
import {
  confirmerOf,
  correctedBy,
  entryView,
  fateIn,
  hashHolds,
  ledgerOf,
  snapshotOf,
  type CreditEntry,
} from '../credit/service.ts';
import { findEnrolment, type Enrolment } from '../learning/service.ts';
import { namesOf } from '../people/service.ts';

/** One entry of a person with everything behind it. */
export async function readEvidence(
  db: Reader,
  personId: string,
  entryId: string,
): Promise<EntryEvidence> {
  const ledger = await ledgerOf(db, personId);
  const entry = ledger.find(({ id }) => id === entryId);
  if (!entry) throw new Refused('not-found');
  const { reversal, reinstatement } = fateIn(ledger)(entry);
  const corrected = ledger.find(({ id }) => id === correctedBy(entry)) ?? null;
  const second = confirmerOf(entry);
  const people = [entry, reversal, reinstatement].flatMap((one) => one?.postedBy ?? []);
  const names = await namesOf(db, [personId, ...people, ...(second ? [second] : [])]);
  const deedOf = (deed: CreditEntry | null) =>
    deed && {
      entryId: deed.id,
      at: deed.postedAt.toISOString(),
      by: names.get(deed.postedBy)?.name ?? null,
      reason: deed.reason,
    };
  const view = await entryView(db, entry);
  const study = await studyOf(db, entry);
  return {
    person: { id: personId, name: names.get(personId)?.name ?? '' },
    year: entry.year,
    entry: view,
    revision: snapshotOf(entry)?.revision ?? null,
    sourceType: entry.sourceType,
    sourceKey: entry.sourceKey,
    previousHash: entry.previousHash,
    hashHolds: hashHolds(entry),
    postedBy: names.get(entry.postedBy)?.name ?? null,
    confirmedBy: second && (names.get(second)?.name ?? null),
    study: study && {
      startedAt: study.startedAt.toISOString(),
      completedAt: study.completedAt?.toISOString() ?? null,
    },
    lessons: await lessonsOf(db, view.why.evidence, study),
    corrects: corrected && {
      entryId: corrected.id,
      title: snapshotOf(corrected)?.title ?? { 'zh-CN': '', en: '' },
    },
    reversal: deedOf(reversal),
    reinstatement: deedOf(reinstatement),
  };
}

async function studyOf(db: Reader, entry: CreditEntry): Promise<Enrolment | null> {
  const { enrolmentId } = JSON.parse(entry.evidence ?? '{}') as { enrolmentId?: string };
  return enrolmentId === undefined ? null : findEnrolment(db, enrolmentId);
}

/** The lessons as they were written into the entry, with the attempts and runs that led there. */
async function lessonsOf(
  db: Reader,
  evidence: CreditEntryView['why']['evidence'],
  study: Enrolment | null,
): Promise<EntryEvidence['lessons']> {
  // Evidence was written in the order of the version's lessons, which never changes.
  const heads = study ? await lessonHeads(db, [study.courseVersionId]) : [];
  return Promise.all(
    evidence.map(async (lesson, at) => {
      const head = heads[at];
      const attempts =
        study && head?.kind === 'quiz' ? await attemptsOf(db, study.id, head.id) : [];
      const runs = study && head?.kind === 'case' ? await endedRunsOf(db, study.id, head.id) : [];
      return {
        ...lesson,
        attempts: attempts.flatMap(({ number, submittedAt, percent, passed }) =>
          submittedAt === null ? [] : [{ number, submittedAt, percent, passed }],
        ),
        runs,
      };
    }),
  );
}
