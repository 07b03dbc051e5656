// PUT and POST of statements (xAPI 1.0.3, part three, 2.1): all of a request are kept, or none.
import type { Tx } from '@xueshi/database';
import { takeCmi5Statement, type Cmi5Meaning, type Cmi5Refusal } from '@xueshi/domain';
import { isSameAgent, parseStatement, VOIDED, type XapiStatement } from '@xueshi/formats/xapi';
import { hash, randomUUID } from 'node:crypto';
import type { Platform } from '../../../platform/platform.ts';
import { noteClaim } from '../claims.ts';
import { completeWhereDone } from '../settle.ts';
import { findLaunch, updateLaunch, type LaunchRow } from '../store.ts';
import { DONE, forbidden, isAnswer, malformed, refusal, type Answer } from './answer.ts';
import { learnerOf, termsOf, type XapiLaunch } from './launch.ts';
import { noteSatisfied } from './lms-statements.ts';
import { isJson, jsonIn, parametersOf, type XapiRequest } from './request.ts';
import { factsIn, sessionSoFar } from './session-facts.ts';
import {
  appendStatements,
  countStatements,
  statementsById,
  type StatementToKeep,
} from './statement-rows.ts';

export const MOST_IN_REQUEST = 50;
/** Of one learner in one lesson: what is more is no record of learning. */
export const MOST_STATEMENTS = 5_000;
const STATEMENT_BYTES = 64 * 1024;

/** Of the content of a statement; the others say that it may not be sent now, or not by this launch. */
const OF_CONTENT: ReadonlySet<Cmi5Refusal> = new Set<Cmi5Refusal>([
  'missing-publisher-activity',
  'verb-not-defined',
  'passed-below-mastery',
  'failed-at-mastery',
  'missing-duration',
  'wrong-success',
  'wrong-completion',
  'score-not-allowed',
  'score-out-of-range',
  'missing-moveon-category',
  'superfluous-moveon-category',
]);

export async function putStatement(platform: Platform, request: XapiRequest): Promise<Answer> {
  const values = parametersOf(request, { statementId: 'uuid' }, ['statementId']);
  if (isAnswer(values)) return values;
  const { statementId } = values;
  const sent = bodyOf(request);
  if (isAnswer(sent)) return sent;
  if (sent.items.length !== 1 || sent.isList) return malformed('PUT takes one statement.');
  const [item] = sent.items;
  const stored = await store(platform, request.launch, [item], statementId);
  return isAnswer(stored) ? stored : DONE;
}

export async function postStatements(platform: Platform, request: XapiRequest): Promise<Answer> {
  const values = parametersOf(request, {});
  if (isAnswer(values)) return values;
  const sent = bodyOf(request);
  if (isAnswer(sent)) return sent;
  const stored = await store(platform, request.launch, sent.items);
  return isAnswer(stored) ? stored : { status: 200, body: stored.ids };
}

function bodyOf({
  contentType,
  body,
}: XapiRequest): Answer | { items: unknown[]; isList: boolean } {
  if (/^multipart\//i.test(contentType))
    return malformed('Attachments are not kept here: send JSON, with a fileUrl for each of them.');
  if (!isJson(contentType)) return malformed('Statements are sent as application/json.');
  const value = jsonIn(body);
  if (value === undefined) return malformed('The body is no JSON in UTF-8.');
  const isList = Array.isArray(value);
  const items: unknown[] = isList ? value : [value];
  if (items.length > MOST_IN_REQUEST)
    return refusal(413, 'too-many-statements', `At most ${MOST_IN_REQUEST} in one request.`);
  return { items, isList };
}

/** Reads them all before anything is kept; `demandedId` is that of the address. */
function readAll(
  launch: XapiLaunch,
  items: readonly unknown[],
  { now, demandedId }: { readonly now: Date; readonly demandedId: string | undefined },
): Answer | StatementToKeep[] {
  const authority = learnerOf(launch);
  const found: StatementToKeep[] = [];
  for (const [index, item] of items.entries()) {
    const id = demandedId ?? randomUUID();
    const read = parseStatement(item, { at: now, id, authority });
    if (!read.ok) return malformed(`Statement ${index + 1}: ${read.why}.`);
    if (Buffer.byteLength(JSON.stringify(item)) > STATEMENT_BYTES)
      return refusal(413, 'statement-too-large', `Statement ${index + 1} has more than 64 KiB.`);
    const { statement, sent } = read;
    if (demandedId !== undefined && statement.id !== demandedId)
      return malformed('The id of the statement is not that of the address.');
    if (statement.verb.id === VOIDED)
      return forbidden('Courseware may not void statements (cmi5 6.3).');
    if (!isSameAgent(statement.actor, authority))
      return forbidden('The actor is not the learner of this launch.');
    found.push({ statement, sentHash: hash('sha256', sent, 'hex') });
  }
  const ids = new Set(found.map(({ statement }) => statement.id));
  return ids.size === found.length ? found : malformed('Two statements have the same id.');
}

async function store(
  platform: Platform,
  launch: XapiLaunch,
  items: readonly unknown[],
  demandedId?: string,
): Promise<Answer | { readonly ids: string[] }> {
  const now = platform.clock.now();
  const read = readAll(launch, items, { now, demandedId });
  if ('status' in read) return read;
  const refused = await platform.write(async (tx): Promise<Answer | null> => {
    const row = await findLaunch(tx, launch.row.id);
    if (!row) throw new Error('a launch is never removed');
    const fresh = await withoutKept(tx, read);
    if (isAnswer(fresh)) return fresh;
    const meanings = await judge(tx, { ...launch, row }, fresh.statements);
    if ('status' in meanings) return meanings;
    if ((await countStatements(tx, row)) + meanings.length > MOST_STATEMENTS)
      return refusal(413, 'too-many-statements', 'This lesson has all the statements it may have.');
    await appendStatements(tx, row, fresh.statements, now);
    await carryOut(platform, tx, { ...launch, row }, meanings, now);
    return null;
  });
  return refused ?? { ids: read.map(({ statement }) => statement.id) };
}

/** Those that are not kept yet: what comes twice is taken once, and another body by the same id never. */
async function withoutKept(
  tx: Tx,
  sent: readonly StatementToKeep[],
): Promise<Answer | { readonly statements: StatementToKeep[] }> {
  const ids = sent.map(({ statement }) => statement.id);
  const kept = new Map((await statementsById(tx, ids)).map((row) => [row.id, row.sentHash]));
  const differs = sent.find(
    ({ statement: { id }, sentHash }) => (kept.get(id) ?? sentHash) !== sentHash,
  );
  if (differs) {
    const { id } = differs.statement;
    return refusal(409, 'statement-differs', `Another statement is kept by the id ${id}.`);
  }
  return { statements: sent.filter(({ statement: { id } }) => !kept.has(id)) };
}

async function judge(
  tx: Tx,
  launch: XapiLaunch,
  statements: readonly { readonly statement: XapiStatement }[],
): Promise<Answer | Cmi5Meaning[]> {
  const terms = termsOf(launch);
  const meanings: Cmi5Meaning[] = [];
  let session = await sessionSoFar(tx, launch.row);
  for (const { statement } of statements) {
    const verdict = takeCmi5Statement(terms, session, factsIn(statement));
    if (!verdict.ok) {
      const { why } = verdict;
      const message = `Statement ${statement.id} is refused by the rules of cmi5: ${why}.`;
      return refusal(OF_CONTENT.has(why) ? 400 : 403, why, message);
    }
    session = verdict.session;
    meanings.push(verdict.meaning);
  }
  return meanings;
}

async function carryOut(
  platform: Platform,
  tx: Tx,
  launch: XapiLaunch,
  meanings: readonly Cmi5Meaning[],
  now: Date,
): Promise<void> {
  const { row, moveOn } = launch;
  const change: Partial<LaunchRow> = {};
  let claims = 0;
  let isSatisfied = false;
  for (const meaning of meanings) {
    if (meaning.kind === 'initialized') change.initializedAt = now;
    if (meaning.kind === 'terminated') change.terminatedAt = now;
    if (meaning.kind !== 'claim') continue;
    claims += 1;
    if (await noteClaim(tx, row, meaning.claim, { moveOn, now })) isSatisfied = true;
  }
  if (Object.keys(change).length > 0) await updateLaunch(tx, row.id, change);
  if (isSatisfied) await noteSatisfied(tx, launch, now);
  if (claims > 0) await completeWhereDone(platform, tx, row, now);
}
