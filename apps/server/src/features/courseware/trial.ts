// An author or a reviewer tries a package of a draft. Nothing is kept of it, and no time goes on.
import { scormMemoryAtLaunch } from '@xueshi/domain';
import { readCourseware } from '@xueshi/formats';
import { COURSEWARE_PATH } from '../../platform/courseware-origin.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { unpackPackage } from '../media/service.ts';
import { usablePackage } from '../uploads/service.ts';
import { fileAddress } from './frame/files.ts';
import type { FrameStart } from './frame/frame-page.ts';
import type { Asked } from './launch.ts';
import { passUntil, writePass, type Pass } from './pass.ts';

export async function tryCourseware(
  platform: Platform,
  wanted: { readonly draftId: string; readonly fileId: string; readonly unit: number },
  { page, origin }: Asked,
): Promise<{ frameUrl: string }> {
  const { path, sha256 } = await usablePackage(platform, wanted.draftId, wanted.fileId);
  const read = await readCourseware('', path);
  if (!read.ok || !read.courseware.units[wanted.unit - 1]) throw new Refused('not-found');
  // A unit of cmi5 speaks of a learner and a registration; here there is neither.
  if (read.courseware.standard === 'cmi5') throw new Refused('courseware-not-tried');
  if (origin === null) throw new Refused('courseware-without-origin');
  await unpackPackage(platform, path, sha256);
  const untilMs = passUntil(platform.clock.now());
  const pass = writePass(platform.secret, { packedAs: sha256, of: null, page, untilMs });
  const trial = `${wanted.draftId}/${wanted.fileId}/${wanted.unit}`;
  return { frameUrl: `${origin}${COURSEWARE_PATH}/${pass}/trial/${trial}` };
}

/** What the frame of a trial begins with; null where the pass in hand is not of this package. */
export async function trialStart(
  platform: Platform,
  pass: Pass,
  { base, draftId, fileId, unit }: { base: string; draftId: string; fileId: string; unit: number },
): Promise<FrameStart | null> {
  const { path, sha256 } = await usablePackage(platform, draftId, fileId);
  const read = await readCourseware('', path);
  if (!read.ok || sha256 !== pass.packedAs) return null;
  const { standard, units } = read.courseware;
  const tried = units[unit - 1];
  if (!tried || standard === 'cmi5') return null;
  const learner = { id: 'trial', name: '试看' };
  return {
    standard,
    entry: `${fileAddress(base, tried.file)}${tried.query}`,
    memory: scormMemoryAtLaunch(standard, { unit: tried, learner, kept: null }),
    keepAt: `${base}/trial`,
    page: pass.page,
  };
}
