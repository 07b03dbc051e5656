import * as contracts from '@xueshi/contracts';
import { administeredPerson } from '../../platform/authorisation.ts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { readEvidence } from './evidence.ts';
import { recordFile } from './record-file.ts';
import { verifyRecordText } from './verification.ts';

export function addRecordRoutes(app: App, platform: Platform): void {
  const { db } = platform;
  addEndpoint(app, contracts.readOwnEntry, ({ actor, params }) =>
    readEvidence(db, actor.personId, params.entryId),
  );
  addEndpoint(app, contracts.readPersonEntry, async ({ actor, params }) => {
    const person = await administeredPerson(db, actor, params.id, 'read');
    return readEvidence(db, person.id, params.entryId);
  });
  addEndpoint(app, contracts.verifyRecord, ({ body, request }) =>
    verifyRecordText(platform, body, request.ip),
  );
  addEndpoint(app, contracts.downloadRecordFile, async ({ actor, query, reply }) => {
    const year = query.year ?? null;
    const text = await recordFile(platform, actor.personId, year);
    const name = `xueshi-record-${year ?? 'all'}.json`;
    void reply
      .type('application/json; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}"`);
    return Buffer.from(text, 'utf8');
  });
}
