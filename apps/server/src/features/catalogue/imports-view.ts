import type { ImportResult } from '@xueshi/contracts';
import { schema, type Reader } from '@xueshi/database';
import { sentencesOf, type LocatedError } from '@xueshi/formats';
import { asc, inArray } from 'drizzle-orm';
import type { Platform } from '../../platform/platform.ts';
import { PACKAGE_LECTURE } from '../media/service.ts';
import { findCourse, lessonHeads, mediaStates } from './store.ts';

const { courseImports, jobs } = schema;

/** The course folders as last imported, with how far the packaging of their lectures is. */
export async function listImports({ db }: Platform): Promise<ImportResult[]> {
  const rows = await db.select().from(courseImports).orderBy(asc(courseImports.folder));
  return Promise.all(
    rows.map(async (row): Promise<ImportResult> => {
      const published = row.slug === null ? null : await findCourse(db, row.slug);
      return {
        folder: row.folder,
        slug: row.slug,
        title: published?.version.title ?? null,
        revision: published?.version.revision ?? null,
        state: row.state as ImportResult['state'],
        importedAt: row.importedAt.toISOString(),
        errors: (row.errors as LocatedError[]).map((error) => ({
          file: error.file,
          line: error.line,
          column: error.column,
          code: error.code,
          message: sentencesOf(error),
        })),
        media: published ? await mediaOf(db, published.version.id) : [],
      };
    }),
  );
}

async function mediaOf(db: Reader, versionId: string): Promise<ImportResult['media']> {
  const heads = (await lessonHeads(db, [versionId])).filter((head) => head.mediaAssetId !== null);
  const ids = heads.flatMap((head) => head.mediaAssetId ?? []);
  if (ids.length === 0) return [];
  const assets = await mediaStates(db, ids);
  const keys = ids.map((id) => `${PACKAGE_LECTURE}:${id}`);
  const work = new Map(
    (await db.select().from(jobs).where(inArray(jobs.uniqueKey, keys))).map((job) => [
      job.uniqueKey,
      job,
    ]),
  );
  return heads.flatMap((head) => {
    const asset = assets.get(head.mediaAssetId ?? '');
    if (!asset) return [];
    const job = work.get(`${PACKAGE_LECTURE}:${asset.id}`);
    return [
      {
        lessonKey: head.key,
        state: asset.state as ImportResult['media'][number]['state'],
        percent: asset.state === 'ready' ? 100 : (job?.progressPercent ?? 0),
        problem: asset.problem,
        durationMs: asset.durationMs,
        jobId: job?.id ?? null,
      },
    ];
  });
}
