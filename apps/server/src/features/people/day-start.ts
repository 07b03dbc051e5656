import { trainingDayOf } from '@xueshi/domain';

/** The first instant of a day in Asia/Shanghai. The zone has had no summer time since 1991. */
export const dayStart = (day: string): Date => new Date(`${day}T00:00:00+08:00`);

/** The first instant of the training day of an instant: what is entered today holds the whole day. */
export const todayStart = (now: Date): Date => dayStart(trainingDayOf(now));
