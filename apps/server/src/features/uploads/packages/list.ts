// What an author sees of the packages that they sent.
import type { ArrivedPackage, PackageUpload, PackageUploads } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { m } from '@xueshi/messages';
import type { CourseOutline } from '@xueshi/formats';
import { inArray } from 'drizzle-orm';
import type { Platform } from '../../../platform/platform.ts';
import { sentenceFor } from '../../../platform/problems.ts';
import { arrivedBytes } from '../folders.ts';
import { mostPackageBytes } from './announce.ts';
import { mayTryAgain } from './receive.ts';
import { ARRIVING, packagesOf, type PackageOutcome, type PackageRow } from './store.ts';

const { courseDrafts } = schema;

export async function listPackages(platform: Platform, by: string): Promise<PackageUploads> {
  const rows = await packagesOf(platform.db, by);
  const titles = await titlesOf(platform.db, rows);
  const isArriving = ({ state }: PackageRow) => state === ARRIVING;
  return {
    uploads: await Promise.all(rows.filter(isArriving).map((row) => uploadView(platform, row))),
    arrived: rows.filter((row) => !isArriving(row)).map((row) => arrivedView(row, titles)),
    mostBytes: mostPackageBytes(platform),
  };
}

async function uploadView(platform: Platform, row: PackageRow): Promise<PackageUpload> {
  const { id, fileName, bytes, fingerprint, startedAt } = row;
  const receivedBytes = Math.min(bytes, await arrivedBytes(platform, id));
  return { id, fileName, bytes, receivedBytes, fingerprint, startedAt };
}

type Titles = ReadonlyMap<string, NonNullable<ArrivedPackage['draft']>['title']>;

/** Of the drafts that were made and are still there. */
async function titlesOf(db: Reader, rows: readonly PackageRow[]): Promise<Titles> {
  const ids = rows.flatMap(({ outcome }) => (outcome?.kind === 'made' ? outcome.draftId : []));
  if (ids.length === 0) return new Map();
  const { id, outline } = courseDrafts;
  const found = await db.select({ id, outline }).from(courseDrafts).where(inArray(id, ids));
  return new Map(
    found.map((draft) => [draft.id, (draft.outline as Pick<CourseOutline, 'facts'>).facts.title]),
  );
}

function arrivedView(row: PackageRow, titles: Titles): ArrivedPackage {
  const { id, fileName, bytes, outcome, startedAt } = row;
  const isFailed = outcome === null && row.state === 'failed';
  const made = outcome?.kind === 'made' ? outcome : null;
  const title = made && titles.get(made.draftId);
  return {
    ...{ id, fileName, bytes, startedAt },
    state: made ? 'made' : outcome || isFailed ? 'refused' : 'reading',
    percent: outcome || isFailed ? 100 : row.percent,
    draft: made && title ? { id: made.draftId, title } : null,
    faults: outcome?.kind === 'faulty' ? outcome.faults : [],
    problem: isFailed ? FAILED : outcome?.kind === 'hindered' ? sentencesOf(outcome) : null,
    mayTryAgain: mayTryAgain(row),
    notCarried: made?.notCarried ?? [],
  };
}

type InBoth = NonNullable<ArrivedPackage['problem']>;

const inBoth = (sentence: (locale: 'zh-CN' | 'en') => string): InBoth => ({
  'zh-CN': sentence('zh-CN'),
  en: sentence('en'),
});

/** It was tried three times, and the log says why. */
const FAILED = inBoth((locale) => m.drafts_package_failed({}, { locale }));

const sentencesOf = ({ code, params }: PackageOutcome & { kind: 'hindered' }): InBoth =>
  inBoth((locale) =>
    code === 'differs'
      ? m.recordings_problem_differs({}, { locale })
      : sentenceFor(code, params, locale),
  );
