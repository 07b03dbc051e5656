import type { Owing, RequirementResult } from '@xueshi/contracts';
import type { AskedResult, OwedClause } from '@xueshi/domain';
import type { PersonEvaluation, YearEvaluation } from './evaluate.ts';
import type { ApprovedAdjustment } from './subjects.ts';

type Evaluated = NonNullable<YearEvaluation['evaluated']>;

/** A clause of an evaluation beside what the policy writes for a whole year. */
export function clauseView(
  clause: Evaluated['clauses'][number],
  owed: OwedClause | undefined,
  courses: PersonEvaluation['courses'],
): RequirementResult['clauses'][number] {
  return {
    id: clause.id,
    title: clause.title,
    hundredths: clause.hundredths,
    halfDays: clause.halfDays,
    targetHundredths: clause.targetHundredths,
    targetHalfDays: clause.targetHalfDays,
    fullHundredths: owed?.fullHundredths ?? clause.targetHundredths,
    fullHalfDays: owed?.fullHalfDays ?? clause.targetHalfDays,
    missingHundredths: clause.missingHundredths,
    missingHalfDays: clause.missingHalfDays,
    met: clause.met,
    nearer: clause.nearer,
    overCapHundredths: clause.overCapHundredths,
    ...(clause.courses && { courses: askedView(clause.courses, courses) }),
  };
}

function askedView({ atLeast, done, asked }: AskedResult, courses: PersonEvaluation['courses']) {
  const items = asked.flatMap(({ course, completedIn }) => {
    const now = courses.get(course.id);
    return now ? [{ ...now, completedIn }] : [];
  });
  return { atLeast, done, items };
}

/** What is owed and had, for pages; null where nothing is owed or nobody knows what. */
export function resultView(evaluation: PersonEvaluation | null): RequirementResult | null {
  const evaluated = evaluation?.evaluated;
  if (!evaluation || !evaluated || !evaluation.adopted) return null;
  const { owed, adopted } = evaluation;
  return {
    policyCode: evaluated.policyCode,
    policyVersion: evaluated.policyVersion,
    title: evaluated.title,
    basis: { ...evaluated.basis },
    scopeUnitName: adopted.scopeUnitName,
    category: evaluated.category,
    met: evaluated.met,
    overDayHundredths: evaluation.overDayHundredths,
    carriedHundredths: evaluation.carriedHundredths,
    clauses: evaluated.clauses.map((clause) =>
      clauseView(
        clause,
        owed?.clauses.find((one) => one.clause.id === clause.id),
        evaluation.courses,
      ),
    ),
  };
}

export const adjustmentFacts = (adjustment: ApprovedAdjustment) => ({
  kind: adjustment.kind,
  fromYear: adjustment.fromYear,
  toYear: adjustment.toYear,
  percent: adjustment.percent,
  months: adjustment.months,
  reason: adjustment.reason,
  document: adjustment.document,
});

interface ToldAdjustment {
  readonly adjustment: ApprovedAdjustment & { readonly approvedAt: Date };
  readonly withdrawal: { readonly withdrawnAt: Date; readonly reason: string } | null;
  readonly approver: string | null;
  readonly withdrawer: string | null;
  readonly proposer: string | null;
  readonly word: string | null;
}

/** One adjustment with who approved it and, where it was withdrawn, who did. */
export const adjustmentView = ({
  adjustment,
  withdrawal,
  approver,
  withdrawer,
  proposer,
  word,
}: ToldAdjustment) => ({
  id: adjustment.id,
  ...adjustmentFacts(adjustment),
  approvedBy: approver ?? '',
  approvedAt: adjustment.approvedAt.toISOString(),
  proposal: proposer === null ? null : { by: proposer, word },
  withdrawn: withdrawal && {
    by: withdrawer ?? '',
    at: withdrawal.withdrawnAt.toISOString(),
    reason: withdrawal.reason,
  },
});

/** Why less than the whole requirement may be owed; null where none applies. */
export function owingView(evaluation: YearEvaluation | null): Owing | null {
  if (!evaluation?.owed) return null;
  const { exempt, owed, adjustment } = evaluation;
  return {
    exempt,
    monthsOwed: owed.monthsOwed,
    adjustment: adjustment && adjustmentFacts(adjustment),
  };
}
