// What recurs is made anew before it ends: as a draft, since somebody has to look at it first.
import type { Tx } from '@xueshi/database';
import { monthsUntilNext, nextRun, type Recurrence } from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import { notifyMany } from '../notices/service.ts';
import { copyWithin } from './drafts.ts';
import { toldAbout } from './responsible.ts';
import type { ProgrammeInUnit } from './store.ts';

/** What makes the next run of a programme, once; null while it is not yet time, or it does not recur. */
export async function nextRunDue(
  platform: Platform,
  { programme, unit }: ProgrammeInUnit,
  day: string,
): Promise<((tx: Tx, now: Date) => Promise<void>) | null> {
  const recurrence = programme.recurrence as Recurrence;
  const next = nextRun({ ...programme, recurrence });
  const months = monthsUntilNext(recurrence);
  if (next === null || months === null || next.preparedOn > day) return null;
  const { title } = programme;
  // Whoever answers for it and could not open the draft is told nothing.
  const told = await toldAbout(platform, { programme, unit });
  return async (tx, now) => {
    const from = { copiedFrom: programme.id, nextOf: programme.id, createdBy: null };
    const id = await copyWithin(tx, programme, { state: 'draft', months, ...from }, now);
    if (id === null || told === null) return;
    await notifyMany(tx, [
      {
        personId: told,
        kind: 'programme-next-run',
        occasion: id,
        params: { title, date: next.startsOn },
        link: `/admin/programmes/${id}`,
        now,
      },
    ]);
  };
}
