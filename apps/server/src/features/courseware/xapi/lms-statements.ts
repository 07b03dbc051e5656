// What we say ourselves about courseware of cmi5 (specification 9.3): that it was launched, left open, and is
// satisfied as a whole.
import type { Tx } from '@xueshi/database';
import { CMI5_CATEGORY, CMI5_LMS_VERBS, SESSION_ID_EXTENSION } from '@xueshi/domain';
import { parseStatement } from '@xueshi/formats/xapi';
import { hash, randomUUID } from 'node:crypto';
import type { CoursewareContent } from '../../catalogue/service.ts';
import { coursewareOf } from '../settle.ts';
import { unitsOf, updateLaunch } from '../store.ts';
import { learnerOf, type XapiLaunch } from './launch.ts';
import { appendStatements, lastStoredOf, statementsWithVerbs } from './statement-rows.ts';

const EXTENSIONS = 'https://w3id.org/xapi/cmi5/context/extensions';
const COURSE_TYPE = 'https://w3id.org/xapi/cmi5/activitytype/course';

interface Said {
  readonly verb: keyof typeof CMI5_LMS_VERBS;
  readonly object: { readonly id: string; readonly definition?: { readonly type: string } };
  /** What the object is called in its package (9.6.2.3). */
  readonly publisherId: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** ISO 8601. */
  readonly duration?: string;
}

async function say(tx: Tx, launch: XapiLaunch, said: Said, now: Date): Promise<void> {
  const { verb, object, publisherId, extensions, duration } = said;
  const { row, registration, actor } = launch;
  const sentence = {
    actor: learnerOf(launch),
    verb: { id: CMI5_LMS_VERBS[verb], display: { en: verb } },
    object: { objectType: 'Activity', ...object },
    ...(duration === undefined ? {} : { result: { duration } }),
    context: {
      registration,
      contextActivities: {
        category: [{ objectType: 'Activity', id: CMI5_CATEGORY }],
        grouping: [{ objectType: 'Activity', id: publisherId }],
      },
      extensions: { [SESSION_ID_EXTENSION]: row.id, ...extensions },
    },
  };
  const authority = {
    objectType: 'Agent',
    account: { homePage: actor.homePage, name: 'lms' },
  } as const;
  const read = parseStatement(sentence, { at: now, id: randomUUID(), authority });
  if (!read.ok) throw new Error(`our own statement is malformed: ${read.why}`);
  const sentHash = hash('sha256', read.sent, 'hex');
  await appendStatements(tx, row, [{ statement: read.statement, sentHash }], now);
}

export interface LaunchFacts {
  /** Fully qualified, without what is added for this launch (9.6.3.4). */
  readonly launchUrl: string;
  /** Empty for none. */
  readonly launchParameters: string;
}

/** Says that a unit was launched (9.3.1); to be called once for a launch, in the transaction that opens it. */
export async function noteLaunched(
  tx: Tx,
  launch: XapiLaunch,
  { launchUrl, launchParameters }: LaunchFacts,
  now: Date,
): Promise<void> {
  const { activityId, publisherActivityId, masteryScore, moveOn } = launch;
  await say(
    tx,
    launch,
    {
      verb: 'launched',
      object: { id: activityId },
      publisherId: publisherActivityId,
      extensions: {
        [`${EXTENSIONS}/launchmode`]: 'Normal',
        [`${EXTENSIONS}/launchurl`]: launchUrl,
        [`${EXTENSIONS}/moveon`]: moveOn,
        ...(masteryScore === null ? {} : { [`${EXTENSIONS}/masteryscore`]: masteryScore }),
        ...(launchParameters === ''
          ? {}
          : { [`${EXTENSIONS}/launchparameters`]: launchParameters }),
      },
    },
    now,
  );
  // A course none of whose units asks for anything is satisfied from the beginning (9.6.1).
  await noteSatisfied(tx, launch, now);
}

/**
 * Says that a session was left open (9.3.6), and ends it: nothing more is taken in it. `launch` is the one
 * that was left. Its duration is that of our own clock, or where that saw nothing the time from its opening to
 * the last that was said (9.5.4.2). Of one that never began, or has ended, nothing is said; false then.
 */
export async function noteAbandoned(tx: Tx, launch: XapiLaunch, now: Date): Promise<boolean> {
  const { row, activityId, publisherActivityId } = launch;
  if (!row.initializedAt || row.terminatedAt || row.abandonedAt) return false;
  const last = (await lastStoredOf(tx, row)) ?? row.openedAt;
  const ms = row.timedMs > 0 ? row.timedMs : Math.max(0, last.getTime() - row.openedAt.getTime());
  await say(
    tx,
    launch,
    {
      verb: 'abandoned',
      object: { id: activityId },
      publisherId: publisherActivityId,
      // To the hundredth of a second, as the Experience API keeps durations (part two, 4.6).
      duration: `PT${Math.floor(ms / 10) / 100}S`,
    },
    now,
  );
  await updateLaunch(tx, row.id, { abandonedAt: now });
  return true;
}

/** The course's IRI as we call it, the same for all who take the package: it must not be the publisher's (9.3.9). */
const courseIri = ({ actor }: XapiLaunch, { packedAs }: CoursewareContent): string =>
  new URL(`/courseware/${packedAs.slice(0, 32)}`, actor.homePage).href;

/**
 * Says that the whole course of a package is satisfied (9.3.9), once in a registration, where every unit that
 * has a rule to fulfil has fulfilled it. Blocks are not kept, and of a single unit cmi5 has us say nothing.
 */
export async function noteSatisfied(tx: Tx, launch: XapiLaunch, now: Date): Promise<boolean> {
  const { row } = launch;
  const content = await coursewareOf(tx, row);
  const id = courseIri(launch, content);
  const satisfied = new Set(
    (await unitsOf(tx, row)).filter(({ satisfiedAt }) => satisfiedAt).map(({ unit }) => unit),
  );
  const isOpen = content.courseware.units.some(
    ({ moveOn }, index) => moveOn !== 'NotApplicable' && !satisfied.has(index + 1),
  );
  const verbs = [CMI5_LMS_VERBS.satisfied];
  const isSaid = (await statementsWithVerbs(tx, row, { verbs })).some(
    ({ activity }) => activity === id,
  );
  if (isOpen || isSaid) return false;
  const object = { id, definition: { type: COURSE_TYPE } };
  const publisherId = content.courseware.identifier;
  await say(tx, launch, { verb: 'satisfied', object, publisherId }, now);
  return true;
}
