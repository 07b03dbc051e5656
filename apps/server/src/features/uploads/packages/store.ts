// A package on its way has no draft that it could belong to: until there is one it is the job that takes it in. The
// job waits for its bytes in a state of its own, becomes due when all of them are there, and keeps what came of it.
import type { ProblemCode, TakenCourse } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, desc, eq, gte, inArray, lt } from 'drizzle-orm';
import type { Job } from '../../../platform/jobs.ts';
import type { RefusalParams } from '../../../platform/refused.ts';
import { TAKE_IN_PACKAGE, type TakeInPackage } from './take-in-package.job.ts';

const { jobs } = schema;

export type PackageOutcome =
  | {
      readonly kind: 'made';
      readonly draftId: string;
      readonly notCarried: TakenCourse['notCarried'];
    }
  | { readonly kind: 'faulty'; readonly faults: TakenCourse['faults'] }
  /** `differs`: what arrived is not what its sender said. Any other is a refusal of the machine. */
  | {
      readonly kind: 'hindered';
      readonly code: ProblemCode | 'differs';
      readonly params: RefusalParams;
    };

/** What is kept with the job. */
export interface SentPackage extends TakeInPackage {
  /** Whose it is; nobody else sees it or sends to it. */
  readonly by: string;
  /** From where it was announced, for the audit trail. */
  readonly address: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly fingerprint: string;
  /** What the sender says it is, hexadecimal. */
  readonly sha256: string | null;
  /** ISO 8601. */
  readonly startedAt: string;
  /** When something last came in, ISO 8601. */
  readonly touchedAt: string;
  readonly outcome: PackageOutcome | null;
}

export interface PackageRow extends SentPackage {
  readonly id: string;
  readonly state: string;
  readonly percent: number;
}

/** The state of a job whose bytes are still to come: no runner takes it. */
export const ARRIVING = 'arriving';

const keyOf = ({ by, uploadId }: Pick<SentPackage, 'by' | 'uploadId'>) =>
  `${TAKE_IN_PACKAGE}:${by}:${uploadId}`;

const rowOf = ({ id, state, progressPercent, payload }: Job): PackageRow => ({
  ...(payload as SentPackage),
  id,
  state,
  percent: progressPercent,
});

export async function insertPackage(tx: Tx, sent: SentPackage, now: Date): Promise<void> {
  await tx.insert(jobs).values({
    id: sent.uploadId,
    name: TAKE_IN_PACKAGE,
    uniqueKey: keyOf(sent),
    payload: sent,
    state: ARRIVING,
    runAfter: now,
    createdAt: now,
  });
}

/** `by` null: whoever's. */
export async function findPackage(
  db: Reader,
  by: string | null,
  id: string,
): Promise<PackageRow | null> {
  const [job] = await db
    .select()
    .from(jobs)
    .where(and(eq(jobs.id, id), eq(jobs.name, TAKE_IN_PACKAGE)));
  const row = job && rowOf(job);
  return row && (by === null || row.by === by) ? row : null;
}

/** Packages of a person, or of everybody, the newest first; by the index of the keys, for there are many jobs. */
export async function packagesOf(db: Reader, by: string | null): Promise<PackageRow[]> {
  const from = `${TAKE_IN_PACKAGE}:${by === null ? '' : `${by}:`}`;
  // `;` is what follows `:`.
  const until = `${from.slice(0, -1)};`;
  const rows = await db
    .select()
    .from(jobs)
    .where(and(gte(jobs.uniqueKey, from), lt(jobs.uniqueKey, until)))
    .orderBy(desc(jobs.createdAt), desc(jobs.id));
  return rows.map(rowOf);
}

/** Changes what is kept with a package while its job is in one of these states; false where it is not. */
export async function updatePackage(
  tx: Tx,
  row: PackageRow,
  change: Partial<SentPackage>,
  states: readonly string[],
  job: Partial<typeof jobs.$inferInsert> = {},
): Promise<boolean> {
  const { id, state: _, percent: __, ...sent } = row;
  const payload: SentPackage = { ...sent, ...change };
  const rows = await tx
    .update(jobs)
    .set({ ...job, payload })
    .where(and(eq(jobs.id, id), inArray(jobs.state, [...states])))
    .returning({ id: jobs.id });
  return rows.length > 0;
}

export async function deletePackages(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.delete(jobs).where(and(inArray(jobs.id, [...ids]), eq(jobs.name, TAKE_IN_PACKAGE)));
}

/** Whether its bytes may still be wanted: it is on its way, is being read, or may be read once more. */
export const holdsBytes = ({ outcome }: Pick<PackageRow, 'outcome'>): boolean =>
  outcome === null || (outcome.kind === 'hindered' && mayEndOtherwise(outcome));

/** Reasons of the machine rather than of the package. */
const OF_THE_MACHINE: ReadonlySet<string> = new Set([
  'upload-disk-full',
  'upload-all-full',
  'upload-draft-full',
  'package-too-slow',
]);

export const mayEndOtherwise = ({ code }: PackageOutcome & { kind: 'hindered' }): boolean =>
  OF_THE_MACHINE.has(code);

/** Bytes that packages have or have announced: of one person, or of all. */
export async function packageBytes(db: Reader, by: string | null): Promise<number> {
  const rows = await packagesOf(db, by);
  return rows.filter(holdsBytes).reduce((sum, { bytes }) => sum + bytes, 0);
}
