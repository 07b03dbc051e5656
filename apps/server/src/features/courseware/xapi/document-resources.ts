// The three resources of documents (xAPI 1.0.3, part three, 2.2, 2.3, 2.6, 2.7 and 3.1).
import type { Tx } from '@xueshi/database';
import { isSoundJson } from '@xueshi/formats/xapi';
import type { Platform } from '../../../platform/platform.ts';
import { DONE, forbidden, isAnswer, malformed, NOT_FOUND, refusal, type Answer } from './answer.ts';
import {
  countDocuments,
  DOCUMENT_BYTES,
  documentIds,
  findDocument,
  LAUNCH_DATA,
  MOST_DOCUMENTS,
  putDocument,
  removeDocuments,
  type Content,
  type DocumentKind,
  type DocumentPlace,
  type DocumentRow,
} from './documents.ts';
import { isJson, jsonIn, parametersOf, strangeTo, type XapiRequest } from './request.ts';

const KINDS = {
  activityId: 'iri',
  agent: 'agent',
  registration: 'uuid',
  stateId: 'text',
  profileId: 'text',
  since: 'timestamp',
} as const;
type Name = keyof typeof KINDS;

const KNOWN: Record<DocumentKind, { readonly required: Name[]; readonly others: Name[] }> = {
  state: { required: ['activityId', 'agent'], others: ['registration', 'stateId', 'since'] },
  activity: { required: ['activityId'], others: ['profileId', 'since'] },
  agent: { required: ['agent'], others: ['profileId', 'since'] },
};

interface Asked {
  readonly place: DocumentPlace;
  readonly documentId: string | undefined;
  readonly since: Date | undefined;
}

function askedOf(request: XapiRequest, kind: DocumentKind): Answer | Asked {
  const { required, others } = KNOWN[kind];
  const known: readonly string[] = [...required, ...others];
  const strange = Object.keys(request.query).find((name) => !known.includes(name));
  if (strange !== undefined) return malformed(`The parameter ${strange} is not known here.`);
  const values = parametersOf(request, KINDS, required);
  if (isAnswer(values)) return values;
  const { activityId: activity = '', stateId, profileId, since } = values;
  return (
    strangeTo(request.launch, values) ?? {
      place: { kind, activity },
      documentId: kind === 'state' ? stateId : profileId,
      since,
    }
  );
}

/** One document, or the ids of those that are there. */
export async function getDocument(
  { db }: Platform,
  request: XapiRequest,
  kind: DocumentKind,
): Promise<Answer> {
  const asked = askedOf(request, kind);
  if (isAnswer(asked)) return asked;
  const { place, documentId, since } = asked;
  const { row } = request.launch;
  if (documentId === undefined)
    return { status: 200, body: await documentIds(db, row, place, since) };
  const found = await findDocument(db, row, place, documentId);
  if (!found) return NOT_FOUND;
  return {
    status: 200,
    headers: {
      'content-type': found.contentType,
      etag: `"${found.etag}"`,
      'last-modified': found.updatedAt.toUTCString(),
    },
    body: Buffer.from(found.body, 'base64'),
  };
}

/** PUT keeps a document whole; POST lays the properties of one JSON object over those of another (2.2). */
export async function keepDocument(
  platform: Platform,
  request: XapiRequest,
  kind: DocumentKind,
  method: 'PUT' | 'POST',
): Promise<Answer> {
  const asked = askedOf(request, kind);
  if (isAnswer(asked)) return asked;
  const { place, documentId } = asked;
  if (documentId === undefined) return malformed('A document is kept by an id.');
  const forbiddenHere = writesLaunchData(kind, documentId);
  if (forbiddenHere) return forbiddenHere;
  const sent = { contentType: request.contentType, body: request.body };
  const { row } = request.launch;
  const now = platform.clock.now();
  return platform.write(async (tx) => {
    const found = await findDocument(tx, row, place, documentId);
    const unmet = unmetBy(request, found, kind !== 'state' && method === 'PUT');
    if (unmet) return unmet;
    const content = method === 'PUT' ? sent : merged(found, sent);
    if (isAnswer(content)) return content;
    const isFull = !found && (await countDocuments(tx, row)) >= MOST_DOCUMENTS;
    if (isFull || content.body.length > DOCUMENT_BYTES)
      return refusal(413, 'too-much', 'This lesson has all the documents that it may have.');
    await putDocument(tx, row, { ...place, documentId }, content, now);
    return DONE;
  });
}

export async function deleteDocuments(
  platform: Platform,
  request: XapiRequest,
  kind: DocumentKind,
): Promise<Answer> {
  const asked = askedOf(request, kind);
  if (isAnswer(asked)) return asked;
  const { place, documentId, since } = asked;
  if (since || (documentId === undefined && kind !== 'state'))
    return malformed('Only state may be removed without an id, and then all of it.');
  const forbiddenHere = documentId === undefined ? null : writesLaunchData(kind, documentId);
  if (forbiddenHere) return forbiddenHere;
  const { row } = request.launch;
  return platform.write(async (tx) => removeUnlessUnmet(tx, request, place, documentId, row));
}

async function removeUnlessUnmet(
  tx: Tx,
  request: XapiRequest,
  place: DocumentPlace,
  documentId: string | undefined,
  row: XapiRequest['launch']['row'],
): Promise<Answer> {
  const found = documentId === undefined ? null : await findDocument(tx, row, place, documentId);
  const unmet = documentId === undefined ? null : unmetBy(request, found, false);
  if (unmet) return unmet;
  await removeDocuments(tx, row, place, documentId);
  return DONE;
}

/** cmi5 10: a unit must not change or remove it. */
const writesLaunchData = (kind: DocumentKind, documentId: string): Answer | null =>
  kind === 'state' && documentId === LAUNCH_DATA
    ? forbidden(`${LAUNCH_DATA} is written by whoever launches.`)
    : null;

/** 3.1. Profiles that are there are replaced only by who says which version was seen. */
function unmetBy(
  { ifMatch, ifNoneMatch }: XapiRequest,
  found: DocumentRow | null,
  demanded: boolean,
): Answer | null {
  const failed = refusal(412, 'precondition-failed', 'The document is not what it was taken for.');
  if (ifMatch !== undefined) return found && names(ifMatch, found.etag) ? null : failed;
  if (ifNoneMatch !== undefined) return found && names(ifNoneMatch, found.etag) ? failed : null;
  if (!demanded || !found) return null;
  return refusal(
    409,
    'precondition-missing',
    'There is a document by this id. Read it first, and send its ETag as If-Match.',
  );
}

/** Some clients leave out the quotes. */
const names = (header: string, etag: string): boolean =>
  header
    .split(',')
    .map((one) => one.trim().replace(/^W\//, '').replaceAll('"', ''))
    .some((one) => one === '*' || one === etag);

function merged(found: DocumentRow | null, sent: Content): Content | Answer {
  const added = objectIn(sent.contentType, sent.body);
  const before = found ? objectIn(found.contentType, Buffer.from(found.body, 'base64')) : {};
  if (!added || !before) return malformed('Only JSON objects are merged, as application/json.');
  if (!found) return sent;
  const body = Buffer.from(JSON.stringify({ ...before, ...added }));
  return { contentType: found.contentType, body };
}

function objectIn(contentType: string, body: Buffer): object | null {
  const value = isJson(contentType) ? jsonIn(body) : undefined;
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && isSoundJson(value) ? value : null;
}
