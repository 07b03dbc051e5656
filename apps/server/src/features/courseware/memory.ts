// What a unit of SCORM remembers. It comes from its frame, which has no cookie: whoever knows the launch is it.
import {
  scormClaim,
  scormFacts,
  scormMemoryAtLaunch,
  type CoursewareUnit,
  type ScormMemory,
} from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { noteClaim } from './claims.ts';
import { completeWhereDone, coursewareOf } from './settle.ts';
import {
  findLaunch,
  keepMemory,
  unitsOf,
  updateLaunch,
  wasLaunchedAgain,
  type LaunchRow,
} from './store.ts';

/** What a unit finds as it starts. */
export async function memoryAtLaunch(
  platform: Platform,
  launch: LaunchRow,
  {
    standard,
    unit,
    learnerName,
  }: { standard: 'scorm_12' | 'scorm_2004'; unit: CoursewareUnit; learnerName: string },
): Promise<ScormMemory> {
  const rows = await unitsOf(platform.db, launch);
  const kept = rows.find((row) => row.unit === launch.unit)?.memory ?? null;
  return scormMemoryAtLaunch(standard, {
    unit,
    learner: { id: launch.personId, name: learnerName },
    kept: typeof kept === 'object' && kept !== null ? { ...kept } : null,
  });
}

/** `seq` rises with every state of a launch: one that comes late changes nothing that came after it. */
export async function rememberState(
  platform: Platform,
  launchId: string,
  { seq, memory }: { readonly seq: number; readonly memory: ScormMemory },
): Promise<void> {
  const now = platform.clock.now();
  await platform.write(async (tx) => {
    const launch = await findLaunch(tx, launchId);
    if (!launch || seq <= launch.lastSeq) return;
    const { courseware } = await coursewareOf(tx, launch);
    const { standard } = courseware;
    const unit = courseware.units[launch.unit - 1];
    if (standard === 'cmi5' || !unit) return;
    await updateLaunch(tx, launch.id, { lastSeq: seq });
    // Of a unit that is open twice, what was opened later is right; what was done counts from both.
    if (!(await wasLaunchedAgain(tx, launch))) await keepMemory(tx, launch, memory, now);
    const claim = scormClaim(scormFacts(standard, memory), unit.masteryScore);
    await noteClaim(tx, launch, claim, { moveOn: unit.moveOn, now });
    await completeWhereDone(platform, tx, launch, now);
  });
}
