// Posts credits: with all that explains them later, as it is now.
import type { CreditEntryView } from '@xueshi/contracts';
import { schema, type Tx } from '@xueshi/database';
import { trainingYearOf } from '@xueshi/domain';
import { eq } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import type { CourseVersion } from '../catalogue/service.ts';
import { unitOfPerson } from '../organisations/service.ts';
import { policyWithin } from '../requirements/service.ts';
import { postEntry, type NewEntry, type Snapshot } from './ledger.ts';
import { ONLINE_COURSE } from './sources.ts';

export interface Credit {
  readonly personId: string;
  readonly hundredths: number;
  readonly halfDays: number;
  readonly mode: NewEntry['mode'];
  readonly intensity: NewEntry['intensity'];
  readonly area: NewEntry['area'];
  readonly sourceType: string;
  readonly sourceKey: string;
  readonly snapshot: Omit<Snapshot, 'unitName'>;
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly earnedAt: Date;
  readonly postedBy: string;
}

/** Posts a credit with all that explains it later: unit, policy and evidence as they are now. */
export async function postCredit(platform: Platform, tx: Tx, credit: Credit) {
  const year = trainingYearOf(credit.earnedAt);
  const unit = await unitOfPerson(tx, credit.personId);
  const adopted = unit && (await policyWithin(tx, unit.path, year));
  const { snapshot, evidence, earnedAt, ...fields } = credit;
  return postEntry(tx, {
    ...fields,
    year,
    kind: 'credit',
    reversesId: null,
    courseSnapshot: JSON.stringify({ ...snapshot, unitName: unit?.name ?? '' } satisfies Snapshot),
    orgPath: unit?.path ?? '/',
    policyVersion: adopted?.policy.version ?? 'none',
    evidence: JSON.stringify(evidence),
    earnedAt: earnedAt.toISOString(),
    postedAt: platform.clock.now().toISOString(),
    reason: null,
  });
}

/** A course as somebody studied it, finished or not. */
export interface CourseStudy {
  readonly enrolment: {
    readonly id: string;
    readonly personId: string;
    readonly courseId: string;
    readonly valueHundredths: number;
  };
  readonly version: CourseVersion;
  readonly evidence: CreditEntryView['why']['evidence'];
  readonly now: Date;
}

/** What all credits of a course have in common; key, hours and evidence are each one's own. */
export async function courseCreditOf(
  tx: Tx,
  { enrolment, version, now }: Pick<CourseStudy, 'enrolment' | 'version' | 'now'>,
): Promise<Omit<Credit, 'sourceKey' | 'hundredths' | 'evidence'>> {
  const group = version.equivalenceGroup;
  return {
    personId: enrolment.personId,
    sourceType: ONLINE_COURSE,
    halfDays: 0,
    mode: 'online',
    intensity: 'regular',
    area: version.area as NewEntry['area'],
    snapshot: {
      title: version.title,
      slug: await slugOf(tx, enrolment.courseId),
      revision: version.revision,
      value: version.valuation as Snapshot['value'],
      ...(group === null ? {} : { equivalence: group }),
    },
    earnedAt: now,
    postedBy: 'system',
  };
}

async function slugOf(tx: Tx, courseId: string): Promise<string | null> {
  const [row] = await tx
    .select({ slug: schema.courses.slug })
    .from(schema.courses)
    .where(eq(schema.courses.id, courseId));
  return row?.slug ?? null;
}
