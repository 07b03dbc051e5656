// A phone that took a lesson along: keeps its log as the installed app does. Used by tests only.
import type {
  OfflineEntry,
  OfflinePermission,
  OfflineReturn,
  ProblemCode,
} from '@xueshi/contracts';
import { CN_2010_GRASSROOTS, linkText, trainingYearOf, type StudyEntry } from '@xueshi/domain';
import { schema } from '@xueshi/database';
import { eq, isNull } from 'drizzle-orm';
import { createHmac } from 'node:crypto';
import { adoptPolicy } from '../features/requirements/service.ts';
import type { Spans } from './paper-lecture.ts';
import type { Answer, TestInstallation, Visitor } from './test-installation.ts';

export type ReturnAnswer = Answer<OfflineReturn & { code: ProblemCode }>;

export interface OfflineDevice {
  readonly kept: OfflinePermission;
  readonly entries: OfflineEntry[];
  /** Writes down what happened `afterMs` of real time after the entry before. */
  log(
    deed: Partial<Pick<StudyEntry, 'kind' | 'spans' | 'decision' | 'sitting'>>,
    afterMs?: number,
  ): void;
  /** Sends all of the log, or this. */
  send(body?: { permission?: string; entries?: readonly unknown[] }): Promise<ReturnAnswer>;
}

export async function takeAlong(
  here: TestInstallation,
  learner: Visitor,
  lessonKey: string,
  form: OfflinePermission['form'],
  slug = 'trial',
): Promise<OfflineDevice> {
  const place = { slug, lessonKey, form };
  const issued = await learner.post<OfflinePermission>('/api/v1/offline-permissions', place);
  if (issued.status !== 201) throw new Error(`not taken along: ${JSON.stringify(issued.body)}`);
  const kept = issued.body;
  const key = Buffer.from(kept.logKey, 'base64url');
  const entries: OfflineEntry[] = [];
  let monoMs = 0;
  return {
    kept,
    entries,
    log(deed, afterMs = 0) {
      monoMs += afterMs;
      here.clock.advance({ ms: afterMs });
      const entry: StudyEntry = {
        seq: entries.length + 1,
        kind: 'opened',
        sitting: 'sitting-1',
        monoMs,
        wallMs: here.clock.now().getTime(),
        spans: [],
        decision: null,
        ...deed,
      };
      const text = linkText(entries.at(-1)?.hash ?? kept.id, entry);
      const hash = createHmac('sha256', key).update(text).digest('base64url');
      entries.push({ ...entry, spans: entry.spans as Spans, hash } as OfflineEntry);
    },
    send: (body = {}) =>
      learner.post(`/api/v1/offline-permissions/${kept.id}/study`, {
        permission: kept.permission,
        entries,
        ...body,
      }),
  };
}

/** Has the county's policy count offline study up to a fifth of the year, and a unit's own not count it. */
export async function creditOfflineStudy(here: TestInstallation, exceptAt: string): Promise<void> {
  const { platform } = here.installation;
  const now = here.clock.now();
  const fromYear = trainingYearOf(now);
  const policy = (credited: boolean) => ({
    ...CN_2010_GRASSROOTS,
    code: credited ? 'offline-20' : 'offline-none',
    offlineStudy: { credited, maxYearSharePercent: 20 },
  });
  await platform.write(async (tx) => {
    const { orgUnits } = schema;
    const [county] = await tx.select().from(orgUnits).where(isNull(orgUnits.parentId));
    const [unit] = await tx.select().from(orgUnits).where(eq(orgUnits.name, exceptAt));
    if (!county || !unit) throw new Error(`there is no ${exceptAt}`);
    const adopted = { fromYear, adoptedBy: null, now };
    await adoptPolicy(tx, { orgUnit: county, policy: policy(true), ...adopted });
    await adoptPolicy(tx, { orgUnit: unit, policy: policy(false), ...adopted });
  });
}
