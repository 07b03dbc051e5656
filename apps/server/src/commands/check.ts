import { findBrokenText, type Database } from '@xueshi/database';
import { checkAudit, type AuditCheck } from '../features/audit/service.ts';
import { checkEvidence, type EvidenceCheck } from '../features/archive/service.ts';
import { checkDocuments, type DocumentCheck } from '../features/certificates/service.ts';
import { checkLedger, type LedgerCheck } from '../features/credit/service.ts';
import { checkSources } from '../features/catalogue/service.ts';
import { checkMedia, type MediaProblem } from '../features/media/check-media.ts';
import { checkYearClosings, type ClosingCheck } from '../features/year-closing/service.ts';
import { checkBankPictures } from '../features/question-banks/service.ts';
import { checkDraftFiles, type KeptProblem } from '../features/uploads/service.ts';
import type { AuditChainEnd } from '@xueshi/domain';
import { CannotRun } from '../platform/cannot-run.ts';
import type { Platform } from '../platform/platform.ts';

export interface CheckReport {
  readonly ok: boolean;
  readonly database: readonly string[];
  readonly ledger: LedgerCheck;
  readonly evidence: EvidenceCheck;
  readonly documents: DocumentCheck;
  readonly closings: ClosingCheck;
  readonly audit: AuditCheck;
  readonly sources: { readonly files: number; readonly problems: readonly KeptProblem[] };
  readonly draftFiles: { readonly files: number; readonly problems: readonly KeptProblem[] };
  readonly bankPictures: { readonly files: number; readonly problems: readonly KeptProblem[] };
  readonly media: { readonly packages: number; readonly problems: readonly MediaProblem[] };
}

/** The file itself does not hold: what lies in it cannot be proved, or even read. */
export class DamagedDatabase extends CannotRun {
  constructor(found: readonly string[]) {
    super(
      [
        'The database file is damaged. Keep the data folder as it is, and restore the last good backup:',
        ...found,
      ].join('\n  '),
    );
  }
}

/** Proves an installation: the file's integrity, every chain and balance, every document, every packaged lecture. */
export async function checkInstallation(
  platform: Platform,
  database: Database,
  keptHead: AuditChainEnd | null = null,
): Promise<CheckReport> {
  const integrity = await database.client.execute('PRAGMA integrity_check(20)');
  // What the engine finds broken is not read any further: the driver would end the process.
  const broken = [
    ...integrity.rows.map((row) => String(row['integrity_check'])).filter((line) => line !== 'ok'),
    ...(await findBrokenText(database.client)).map((place) => `no text any more: ${place}`),
  ];
  if (broken.length > 0) throw new DamagedDatabase(broken);
  const foreign = await database.client.execute('PRAGMA foreign_key_check');
  const found = foreign.rows.map(
    (row) => `${String(row['table'])} refers to a missing row of ${String(row['parent'])}`,
  );
  const ledger = await checkLedger(platform.db);
  const evidence = await checkEvidence(platform.db);
  const documents = await checkDocuments(platform.db);
  const closings = await checkYearClosings(platform.db);
  const audit = await checkAudit(platform.db, keptHead);
  const media = await checkMedia(platform);
  const sources = await checkSources(platform);
  const draftFiles = await checkDraftFiles(platform);
  const bankPictures = await checkBankPictures(platform);
  const problems = [
    found,
    ledger.problems,
    evidence.problems,
    documents.problems,
    closings.problems,
    audit.problems,
    media.problems,
    sources.problems,
    draftFiles.problems,
    bankPictures.problems,
  ];
  return {
    ok: problems.every((list) => list.length === 0),
    database: found,
    ledger,
    evidence,
    documents,
    closings,
    audit,
    media,
    sources,
    draftFiles,
    bankPictures,
  };
}

/** The report as lines for a terminal. */
export function checkLines(report: CheckReport): string[] {
  const { database, ledger, evidence, documents, closings, audit, media, sources } = report;
  const { draftFiles, bankPictures } = report;
  return [
    `database: ${database.length === 0 ? 'sound' : `${database.length} problems`}`,
    ...database.map((line) => `  ${line}`),
    `ledger: ${ledger.entries} entries of ${ledger.people} people under ${ledger.seals} daily seals, ${ledger.problems.length} problems`,
    ...ledger.problems.map(
      (one) =>
        `  ${one.personId === null ? '' : `person ${one.personId}: `}${one.problem} (${one.detail})`,
    ),
    `evidence: ${evidence.playbacks} playbacks and ${evidence.archives} archives of older ones, ${evidence.problems.length} problems`,
    ...evidence.problems.map((one) => `  person ${one.personId}: ${one.detail}`),
    `documents: ${documents.documents} issued, ${documents.problems.length} problems`,
    ...documents.problems.map((one) => `  ${one.code}: ${one.problem}`),
    `closed years: ${closings.closings} sealed, ${closings.problems.length} problems`,
    ...closings.problems.map((one) => `  ${one.closingId}: ${one.problem}`),
    `audit trail: ${audit.events} events, head ${audit.head.sequence}:${audit.head.hash}, ${audit.problems.length} problems`,
    ...audit.problems.map((one) => `  ${one.detail}`),
    `media: ${media.packages} packages, ${media.problems.length} problems`,
    ...media.problems.map((one) => `  ${one.assetId}/${one.file}: ${one.problem}`),
    `files of courses: ${sources.files} kept, ${sources.problems.length} problems`,
    ...sources.problems.map((one) => `  ${one.file}: ${one.problem}`),
    `files of drafts: ${draftFiles.files} kept, ${draftFiles.problems.length} problems`,
    ...draftFiles.problems.map((one) => `  ${one.file}: ${one.problem}`),
    `pictures of question banks: ${bankPictures.files} kept, ${bankPictures.problems.length} problems`,
    ...bankPictures.problems.map((one) => `  ${one.file}: ${one.problem}`),
    report.ok ? 'Everything holds.' : 'Problems were found.',
  ];
}
