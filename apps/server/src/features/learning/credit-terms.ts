// What a course asks for its hours, as its page says it: by the hour policy that applies to the learner.
import type { CreditTerms, LessonNeed } from '@xueshi/contracts';
import {
  countedRatePercent,
  coursewareMinimumSeconds,
  DEFAULT_CREDIT_RULES,
  neededMs,
  readingMinimumSeconds,
  trainingYearOf,
  type CreditRules,
} from '@xueshi/domain';
import type { Platform } from '../../platform/platform.ts';
import type { Actor } from '../../platform/sessions.ts';
import type { LessonHead } from '../catalogue/service.ts';
import { equivalentCredit, givesWay, snapshotOf } from '../credit/service.ts';
import { policyFor } from '../requirements/service.ts';
import { presenceAskedAt } from '../settings/service.ts';
import type { LessonProgress } from './store.ts';

export async function creditTerms(
  platform: Platform,
  actor: Actor,
  course: { readonly slug: string; readonly group: string | null; readonly hundredths: number },
  heads: readonly LessonHead[],
  progress: readonly LessonProgress[],
): Promise<CreditTerms> {
  const year = trainingYearOf(platform.clock.now());
  const adopted = actor.unit && (await policyFor(platform, actor.unit.path, year));
  const rules = adopted?.policy ?? DEFAULT_CREDIT_RULES;
  const { equivalence: rule } = rules;
  const other = await equivalentCredit(platform.db, { ...actor, ...course, rule, year });
  const rows = new Map(progress.map((row) => [row.lessonId, row]));
  const rates = heads.flatMap(({ kind, maxRate }) =>
    kind === 'lecture' ? [countedRatePercent(maxRate ?? 1, rules.maxRatePercent)] : [],
  );
  const presenceChecks = (await presenceAskedAt(platform, actor.unit?.path ?? null)) !== null;
  return {
    policy: adopted && {
      title: adopted.policy.title,
      version: adopted.policy.version,
      scopeUnitName: adopted.scopeUnitName,
      basis: { ...adopted.policy.basis },
    },
    coveragePercent: rules.coveragePercent,
    maxRate: Math.max(100, ...rates) / 100,
    equivalent: other && {
      title: snapshotOf(other)?.title ?? { 'zh-CN': '', en: '' },
      hundredths: other.hundredths,
      year: other.year,
      giveWay: givesWay(other, rule, course.hundredths),
    },
    counting: adopted && {
      dailyCapHundredths: adopted.policy.dailyCapHundredths,
      onlineSharePercent: adopted.policy.onlineSharePercent,
      electiveWeightPercent: adopted.policy.electiveWeightPercent,
    },
    // Of courses with the same content one counts whole, once it is finished.
    attribution: course.group === null || rule === 'both' ? rules.attribution : 'completion',
    partial: course.group === null || rule === 'both' ? rules.partial : 'none',
    offlineStudy: { ...rules.offlineStudy },
    presenceChecks,
    lessons: heads.map((head) => needOf(head, rows.get(head.id), rules, presenceChecks)),
  };
}

function needOf(
  head: LessonHead,
  row: LessonProgress | undefined,
  { coveragePercent }: CreditRules,
  presenceChecks: boolean,
): LessonNeed {
  const { durationMs, characters } = head;
  const watchMs = durationMs === null ? null : neededMs([], durationMs, coveragePercent);
  const left = (of: number) => neededMs(row?.watched ?? [], of, coveragePercent);
  return {
    key: head.key,
    kind: head.kind as LessonNeed['kind'],
    title: head.title,
    required: head.required,
    done: (row?.completedAt ?? null) !== null,
    watchMs,
    watchedMs: watchMs === null || durationMs === null ? null : watchMs - left(durationMs),
    minimumSeconds: characters === null ? null : readingMinimumSeconds(characters),
    openSeconds:
      head.kind === 'courseware'
        ? coursewareMinimumSeconds(head.materialSeconds / 60, coveragePercent)
        : null,
    passPercent: head.passMark,
    bestPercent: row?.bestPercent ?? null,
    attempts: head.attempts,
    timeLimitMinutes: head.timeLimitMinutes,
    seeking: head.kind === 'lecture' ? (head.seeking ?? 'free') : null,
    // Where nobody is asked whether they are there, lectures ask nothing else either.
    questionCount: presenceChecks ? (head.questionCount ?? 0) : 0,
  };
}
