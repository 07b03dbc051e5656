import type { JobHandler } from '../../platform/jobs.ts';
import { recountMembers } from './amend.ts';
import { assignProgramme, reassignStale } from './assign.ts';
import { freezeFigures } from './closing.ts';
import { extendEverybody } from './extend-many.ts';
import { tellOffers } from './offer-notices.ts';
import {
  programmesNextMorning,
  type Extending,
  type Recounting,
  type Reminding,
} from './programme-jobs.ts';
import { lookAtMany } from './recommend.ts';
import { programmeDay, remindUnfinished } from './remind.ts';

export const assignProgrammeHandler: JobHandler = (platform, payload, context) =>
  assignProgramme(platform, (payload as { programmeId: string }).programmeId, context);

export const reassignPeopleHandler: JobHandler = (platform, _payload, { signal }) =>
  reassignStale(platform, signal);

export const remindMembersHandler: JobHandler = (platform, payload, { signal }) =>
  remindUnfinished(platform, payload as Reminding, signal);

export const recountMembersHandler: JobHandler = (platform, payload, { signal }) =>
  recountMembers(platform, payload as Recounting, signal);

export const extendMembersHandler: JobHandler = (platform, payload, { signal }) =>
  extendEverybody(platform, payload as Extending, signal);

export const closeProgrammeHandler: JobHandler = (platform, payload, { signal }) =>
  freezeFigures(platform, payload as { programmeId: string; closedBy: string }, signal);

export const recommendCoursesHandler: JobHandler = (platform, payload, context) =>
  lookAtMany(platform, (payload as { programmeId: string }).programmeId, context);

export const programmeDayHandler: JobHandler = async (platform, payload, { signal }) => {
  await platform.write((tx) => programmesNextMorning(tx, platform.clock.now()));
  const { day } = payload as { day: string };
  await tellOffers(platform, day, signal);
  await programmeDay(platform, day, signal);
};
