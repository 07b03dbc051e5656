import { m } from '@xueshi/messages';

/** 1 Monday … 7 Sunday. */
export const weekdays = [
  m.planning_day_1,
  m.planning_day_2,
  m.planning_day_3,
  m.planning_day_4,
  m.planning_day_5,
  m.planning_day_6,
  m.planning_day_7,
];
