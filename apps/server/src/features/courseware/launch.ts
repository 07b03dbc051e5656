import type { CoursewareLaunch } from '@xueshi/contracts';
import { COURSEWARE_BEAT_MS, trainingYearOf } from '@xueshi/domain';
import { COURSEWARE_PATH } from '../../platform/courseware-origin.ts';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { beginProgress, openLesson } from '../learning/service.ts';
import { unpackKept } from '../media/service.ts';
import { takeClockForStudy } from '../playback/service.ts';
import { creditRulesFor } from '../requirements/service.ts';
import { cmi5Address, noteCmi5Launch } from './cmi5-launch.ts';
import { passUntil, writePass } from './pass.ts';
import { insertLaunch, type LaunchRow } from './store.ts';

/** Where it is asked for: the page, and the place that its frames come from. */
export interface Asked {
  readonly page: string;
  /** null: there is none. */
  readonly origin: string | null;
}

interface Wanted {
  readonly slug: string;
  readonly lessonKey: string;
  /** From 1. */
  readonly unit: number;
}

/** Opens a unit of courseware: its clock starts, and that of whatever else the learner had open ends. */
export async function launchCourseware(
  platform: Platform,
  actor: Actor,
  wanted: Wanted,
  { page, origin }: Asked,
): Promise<CoursewareLaunch> {
  const { db, write, clock, secret } = platform;
  const now = clock.now();
  const { enrolment, lesson } = await openLesson(db, actor, wanted, now);
  const { content } = lesson;
  if (content.kind !== 'courseware') throw new Refused('wrong-lesson-kind');
  if (!content.courseware.units[wanted.unit - 1]) throw new Refused('not-found');
  if (origin === null) throw new Refused('courseware-without-origin');
  const of = { enrolmentId: enrolment.id, lessonId: lesson.id };
  await unpackKept(platform, content.packedAs);
  const rules = await creditRulesFor(platform, actor.unit?.path ?? null, trainingYearOf(now));
  const { packedAs } = content;
  const pass = writePass(secret, { packedAs, of, page, untilMs: passUntil(now) });
  const base = `${origin}${COURSEWARE_PATH}/${pass}`;
  const isCmi5 = content.courseware.standard === 'cmi5';
  const launch = await write(async (tx): Promise<LaunchRow> => {
    const row: LaunchRow = {
      ...newLaunch(now),
      ...of,
      personId: actor.personId,
      unit: wanted.unit,
      epoch: await takeClockForStudy(platform, tx, actor, now),
      coveragePercent: rules.coveragePercent,
    };
    await beginProgress(tx, enrolment.id, lesson.id, now);
    await insertLaunch(tx, row);
    if (isCmi5) await noteCmi5Launch(tx, { launch: row, content, base, now });
    return row;
  });
  return {
    launchId: launch.id,
    frameUrl: isCmi5 ? cmi5Address({ launch, content, base }) : `${base}/frame/${launch.id}`,
    beatMs: COURSEWARE_BEAT_MS,
  };
}

const newLaunch = (now: Date) => ({
  id: newId(),
  openedAt: now,
  lastBeatAt: now,
  timedMs: 0,
  lastSeq: 0,
  closedAt: null,
  tokenHash: null,
  initializedAt: null,
  terminatedAt: null,
  abandonedAt: null,
});
