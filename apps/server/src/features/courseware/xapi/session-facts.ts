// What the rules of cmi5 look at: in a statement, and in what was said before it.
import type { Reader } from '@xueshi/database';
import {
  CMI5_CATEGORY,
  CMI5_VERBS,
  SESSION_ID_EXTENSION,
  type Cmi5Session,
  type Cmi5Statement,
} from '@xueshi/domain';
import type { XapiStatement } from '@xueshi/formats/xapi';
import { standingOf } from '../claims.ts';
import { unitsOf, type LaunchRow } from '../store.ts';
import { statementsWithVerbs } from './statement-rows.ts';

export function factsIn({ verb, object, result, context }: XapiStatement): Cmi5Statement {
  const { extensions, contextActivities, registration } = context ?? {};
  const sessionId = extensions?.[SESSION_ID_EXTENSION];
  const isActivity = (object.objectType ?? 'Activity') === 'Activity' && 'id' in object;
  const ids = (kind: 'category' | 'grouping') =>
    (contextActivities?.[kind] ?? []).map(({ id }) => id);
  return {
    verb: verb.id,
    activity: isActivity ? object.id : null,
    registration: registration?.toLowerCase() ?? null,
    sessionId: typeof sessionId === 'string' ? sessionId : null,
    categories: ids('category'),
    groupings: ids('grouping'),
    success: result?.success ?? null,
    completion: result?.completion ?? null,
    duration: result?.duration ?? null,
    score: result?.score ?? null,
  };
}

/** `launch` as it is in the transaction, and not as it was when the request came. */
export async function sessionSoFar(db: Reader, launch: LaunchRow): Promise<Cmi5Session> {
  const units = await unitsOf(db, launch);
  const standing = standingOf(units.find(({ unit }) => unit === launch.unit));
  const verbs = [CMI5_VERBS.passed, CMI5_VERBS.failed];
  const judged = await statementsWithVerbs(db, launch, { launchId: launch.id, verbs });
  return {
    initialized: launch.initializedAt !== null,
    terminated: launch.terminatedAt !== null,
    abandoned: launch.abandonedAt !== null,
    judged: judged.some(({ statement }) =>
      // Rows hold statements only.
      factsIn(statement as XapiStatement).categories.includes(CMI5_CATEGORY),
    ),
    completed: standing.completed,
    passed: standing.success === 'passed',
  };
}
