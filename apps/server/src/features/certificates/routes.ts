import * as contracts from '@xueshi/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { administeredPerson } from '../../platform/authorisation.ts';
import { addEndpoint, type App } from '../../platform/endpoints.ts';
import type { Platform } from '../../platform/platform.ts';
import { localeOf } from '../../platform/problems.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordFetch } from '../audit/service.ts';
import { drawSheet } from './drawing/draw.ts';
import { sheetOf } from './drawing/sheet-of.ts';
import {
  findDocument,
  issueCertificate,
  issueHoursStatement,
  listDocuments,
  publishedKeys,
} from './service.ts';
import { verifyDocument } from './verification.ts';

export function addCertificateRoutes(app: App, platform: Platform): void {
  const { db } = platform;
  addEndpoint(app, contracts.listOwnDocuments, ({ actor }) => listDocuments(db, actor.personId));
  addEndpoint(app, contracts.issueOwnCertificate, ({ actor, params }) =>
    issueCertificate(platform, { actor, personId: actor.personId }, params.entryId),
  );
  addEndpoint(app, contracts.issueOwnHoursStatement, ({ actor, body }) =>
    issueHoursStatement(platform, { actor, personId: actor.personId }, body.year),
  );
  addEndpoint(app, contracts.downloadOwnDocument, ({ actor, params, request, reply }) =>
    sendPdf(platform, { actor, request, reply }, actor.personId, params.documentId),
  );

  addEndpoint(app, contracts.listPersonDocuments, async ({ actor, params }) => {
    const person = await administeredPerson(db, actor, params.id, 'read');
    return listDocuments(db, person.id);
  });
  addEndpoint(app, contracts.issuePersonCertificate, async ({ actor, params }) => {
    const person = await administeredPerson(db, actor, params.id, 'run_training');
    return issueCertificate(platform, { actor, personId: person.id }, params.entryId);
  });
  addEndpoint(app, contracts.issuePersonHoursStatement, async ({ actor, params, body }) => {
    const person = await administeredPerson(db, actor, params.id, 'run_training');
    return issueHoursStatement(platform, { actor, personId: person.id }, body.year);
  });
  addEndpoint(app, contracts.downloadPersonDocument, async ({ actor, params, request, reply }) => {
    const person = await administeredPerson(db, actor, params.id, 'read');
    const bytes = await sendPdf(platform, { actor, request, reply }, person.id, params.documentId);
    await recordFetch(platform, actor, `person:${person.id}`, {
      kind: 'document',
      documentId: params.documentId,
    });
    return bytes;
  });

  addEndpoint(app, contracts.verifyDocument, ({ params, request }) =>
    verifyDocument(platform, params.code, request.ip),
  );
  addEndpoint(app, contracts.readPublicKeys, () => publishedKeys(platform));
}

interface Asked {
  readonly actor: Actor;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

async function sendPdf(
  platform: Platform,
  { actor, request, reply }: Asked,
  personId: string,
  documentId: string,
): Promise<Buffer> {
  const { statement, view } = await findDocument(platform.db, personId, documentId);
  const origin = platform.config.publicUrl?.origin ?? `${request.protocol}://${request.host}`;
  const sheet = sheetOf({ statement, view, locale: localeOf(request), origin });
  const bytes = await drawSheet(platform, sheet, actor.personId);
  const name = `xueshi-${view.kind.replace('_', '-')}-${view.code}.pdf`;
  void reply
    .type('application/pdf')
    .header('content-disposition', `attachment; filename="${name}"`);
  return bytes;
}
