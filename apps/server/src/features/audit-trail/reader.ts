// What of the trail somebody may read, decided row by row: their subtrees, and of reserve cadres only
// where they manage them (DOMAIN K3). Everything that lists or exports goes through here.
import { isWithin } from '@xueshi/domain';
import type { Reader } from '@xueshi/database';
import { administeredPaths } from '../../platform/authorisation.ts';
import type { Actor } from '../../platform/sessions.ts';
import { reserveScope } from '../people/service.ts';
import type { Candidate } from './candidates.ts';

export interface AuditReader {
  /** Ids of the units whose subtrees may be read; null for the whole installation. */
  readonly unitIds: readonly string[] | null;
  readonly paths: readonly string[];
  readonly mayRead: (
    candidate: Pick<Candidate, 'orgPath' | 'managingPath' | 'isSensitive'>,
  ) => boolean;
}

const unitOfPath = (path: string) => path.split('/').at(-2) ?? '';

/**
 * A unit's events stay its administrators' whatever happens above it: units are compared by id in the
 * path as it was written down, so moving a county does not take its past away from it.
 */
export async function auditReaderOf(db: Reader, actor: Actor): Promise<AuditReader> {
  const paths = administeredPaths(actor, 'read_audit');
  const mayKnow = await reserveScope(db, actor);
  const isEverywhere = paths.includes('/');
  const unitIds = isEverywhere ? null : paths.map(unitOfPath);
  return {
    unitIds,
    paths,
    mayRead: ({ orgPath, managingPath, isSensitive }) => {
      const isWithinScope =
        unitIds === null ||
        (orgPath !== null && unitIds.some((unitId) => orgPath.includes(`/${unitId}/`)));
      if (!isWithinScope) return false;
      if (!isSensitive) return true;
      return mayKnow({ unitPath: orgPath ?? '', managingPath });
    },
  };
}

/** Whether a place as it is now lies in what may be read. */
export const coversPath = (reader: AuditReader, path: string) =>
  reader.paths.some((one) => isWithin(path, one));
