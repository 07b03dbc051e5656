import type { AdjustmentFacts } from '@xueshi/contracts';
import { m } from '@xueshi/messages';

/** What an adjustment changes: "60% is owed". */
export function adjustmentText({ kind, percent, months }: AdjustmentFacts): string {
  if (kind === 'reduced') return m.requirements_adjustment_reduced_text({ percent: percent ?? 0 });
  if (kind === 'prorata') return m.requirements_adjustment_prorata_text({ months: months ?? 0 });
  return m.requirements_adjustment_exempt_text();
}
