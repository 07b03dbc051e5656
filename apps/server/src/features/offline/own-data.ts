import { schema } from '@xueshi/database';
import { asc, eq } from 'drizzle-orm';
import { ownPart, type OwnDataPart } from '../../platform/own-data.ts';

const { lessons, offlinePermissions, offlineStudy } = schema;

const permissionColumns = {
  id: offlinePermissions.id,
  lesson: lessons.key,
  form: offlinePermissions.form,
  mediaAssetId: offlinePermissions.mediaAssetId,
  issuedAt: offlinePermissions.issuedAt,
  expiresAt: offlinePermissions.expiresAt,
  endedAt: offlinePermissions.endedAt,
  returnedAt: offlinePermissions.returnedAt,
  granted: offlinePermissions.granted,
  grantedMs: offlinePermissions.grantedMs,
  spent: offlinePermissions.spent,
  reason: offlinePermissions.reason,
};
const studyColumns = {
  permissionId: offlineStudy.permissionId,
  seq: offlineStudy.seq,
  receivedAt: offlineStudy.receivedAt,
  body: offlineStudy.body,
};

/** What a person took along to study offline, and what came back of it. */
export const ownOfflineStudy: readonly OwnDataPart[] = [
  ownPart('offline-permissions', permissionColumns, (db, personId, { limit, offset }) =>
    db
      .select(permissionColumns)
      .from(offlinePermissions)
      .innerJoin(lessons, eq(lessons.id, offlinePermissions.lessonId))
      .where(eq(offlinePermissions.personId, personId))
      .orderBy(asc(offlinePermissions.issuedAt), asc(offlinePermissions.id))
      .limit(limit)
      .offset(offset),
  ),
  ownPart('offline-study', studyColumns, (db, personId, { limit, offset }) =>
    db
      .select(studyColumns)
      .from(offlineStudy)
      .innerJoin(offlinePermissions, eq(offlinePermissions.id, offlineStudy.permissionId))
      .where(eq(offlinePermissions.personId, personId))
      .orderBy(asc(offlineStudy.permissionId), asc(offlineStudy.seq))
      .limit(limit)
      .offset(offset),
  ),
];
