// GET of statements (xAPI 1.0.3, part three, 2.1.3). Who holds a launch's token sees the statements of its
// learner in its lesson; whatever else is asked for, nothing is found.
import { isSameAgent, type XapiStatement } from '@xueshi/formats/xapi';
import type { Platform } from '../../../platform/platform.ts';
import { isAnswer, malformed, NOT_FOUND, type Answer } from './answer.ts';
import { identifiersOnly } from './identifiers-only.ts';
import { learnerOf } from './launch.ts';
import { parametersOf, type Values, type XapiRequest } from './request.ts';
import { findStatements, statementOf, type StatementRow } from './statement-rows.ts';

const MOST_AT_ONCE = 100;

const KNOWN = {
  statementId: 'uuid',
  voidedStatementId: 'uuid',
  agent: 'agent',
  verb: 'iri',
  activity: 'iri',
  registration: 'uuid',
  related_activities: 'flag',
  related_agents: 'flag',
  since: 'timestamp',
  until: 'timestamp',
  limit: 'count',
  format: 'format',
  attachments: 'flag',
  ascending: 'flag',
} as const;
type Asked = Values<typeof KNOWN>;

const BESIDE_AN_ID = new Set(['statementId', 'voidedStatementId', 'format', 'attachments']);

export async function getStatements(platform: Platform, request: XapiRequest): Promise<Answer> {
  const asked = parametersOf(request, KNOWN);
  if (isAnswer(asked)) return asked;
  if (asked.attachments)
    return malformed('Attachments are not kept here: ask with attachments=false.');
  const { statementId, voidedStatementId } = asked;
  const consistent = { 'x-experience-api-consistent-through': platform.clock.now().toISOString() };
  if (statementId === undefined && voidedStatementId === undefined) {
    const body = await listOf(platform, request, asked);
    return { status: 200, headers: consistent, body };
  }
  if (Object.keys(asked).some((name) => !BESIDE_AN_ID.has(name)))
    return malformed('By an id, only format and attachments may be asked for beside it.');
  if (statementId !== undefined && voidedStatementId !== undefined)
    return malformed('A statement is asked for by one id.');
  // Nothing is ever voided here.
  const row = await statementOf(platform.db, request.launch.row, statementId ?? '');
  if (!row) return { ...NOT_FOUND, headers: consistent };
  const headers = { ...consistent, 'last-modified': row.storedAt.toUTCString() };
  return { status: 200, headers, body: shown(row, asked) };
}

const shown = ({ statement }: StatementRow, { format }: Asked): unknown =>
  // Canonical definitions are not kept: what was sent stands for them.
  format === 'ids' ? identifiersOnly(statement as XapiStatement) : statement;

async function listOf(
  platform: Platform,
  { launch, url }: XapiRequest,
  asked: Asked,
): Promise<{ statements: unknown[]; more: string }> {
  const { agent, registration, limit = 0, ascending = false } = asked;
  const isStrange =
    (agent && !isSameAgent(agent, learnerOf(launch))) ||
    (registration !== undefined && registration !== launch.registration.toLowerCase());
  if (isStrange) return { statements: [], more: '' };
  const { verb, activity, since, until, related_activities: related = false } = asked;
  const most = limit === 0 ? MOST_AT_ONCE : Math.min(limit, MOST_AT_ONCE);
  const rows = await findStatements(platform.db, launch.row, {
    ...(verb !== undefined && { verb }),
    ...(activity !== undefined && { activity }),
    ...(since && { since }),
    ...(until && { until }),
    related,
    ascending,
    limit: most + 1,
  });
  const page = rows.slice(0, most);
  const last = page.at(-1);
  const more = last && rows.length > most ? moreAfter(url, last.storedAt, ascending) : '';
  return { statements: page.map((row) => shown(row, asked)), more };
}

/** The same question from the last instant on; no two are stored at the same one. */
function moreAfter(url: string, last: Date, ascending: boolean): string {
  const [path = '', query = ''] = url.split('?');
  const parameters = new URLSearchParams(query);
  if (ascending) parameters.set('since', last.toISOString());
  else parameters.set('until', new Date(last.getTime() - 1).toISOString());
  return `${path}?${parameters.toString()}`;
}
