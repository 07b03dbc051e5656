// A package that arrived in pieces is made a draft of, and what came of it is written down with that draft: a job that
// runs again after a crash makes no second one.
import type { TakenCourse } from '@xueshi/contracts';
import type { Tx } from '@xueshi/database';
import type { JobContext, JobHandler } from '../../platform/jobs.ts';
import { hashOfFile } from '../../platform/kept-files.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import {
  hasCode,
  packageToTakeIn,
  releasePackage,
  settlePackage,
  type PackageOutcome,
  type PackageToTakeIn,
  type TakeInPackage,
} from '../uploads/service.ts';
import { draftFromPackageFile } from './from-package.ts';

/** It was given up while it was read: nothing may come of it. */
class GivenUp extends Error {}

export const takeInPackageHandler: JobHandler = async (platform, payload, context) => {
  const { uploadId } = payload as TakeInPackage;
  try {
    const sent = await packageToTakeIn(platform, uploadId);
    const outcome = sent && (await takeIn(platform, sent, context));
    if (outcome) await platform.write((tx) => settlePackage(tx, uploadId, outcome));
  } catch (error) {
    if (!(error instanceof GivenUp)) throw error;
  } finally {
    await releasePackage(platform, uploadId);
  }
};

/** What is still to be written down; null where that was done with the draft. */
async function takeIn(
  platform: Platform,
  { id, by, address, path, sha256 }: PackageToTakeIn,
  { signal, progress }: JobContext,
): Promise<PackageOutcome | null> {
  if (sha256 !== null && (await hashOfFile(path, signal)) !== sha256)
    return { kind: 'hindered', code: 'differs', params: {} };
  const alsoIn = async (tx: Tx, taken: TakenCourse) => {
    if (!(await settlePackage(tx, id, outcomeOf(taken)))) throw new GivenUp();
  };
  try {
    const taken = await draftFromPackageFile(platform, { personId: by, address }, path, {
      ...{ alsoIn, signal, onProgress: progress },
    });
    return taken.id === null ? outcomeOf(taken) : null;
  } catch (error) {
    // Nobody is there to be answered, so a refusal is kept for whoever looks.
    if (error instanceof Refused)
      return { kind: 'hindered', code: error.code, params: error.params };
    if (hasCode(error, 'ENOSPC') || hasCode(error, 'EDQUOT'))
      return { kind: 'hindered', code: 'upload-disk-full', params: {} };
    throw error;
  }
}

const outcomeOf = ({ id, faults, notCarried }: TakenCourse): PackageOutcome =>
  id === null ? { kind: 'faulty', faults } : { kind: 'made', draftId: id, notCarried };
