// Adjustments as they are kept, told and written down; approved at once or after a second person's word.
import { schema, type Reader, type Tx } from '@xueshi/database';
import {
  adjustmentProblem,
  adjustmentsOverlap,
  trainingYearOf,
  type RequirementAdjustment,
} from '@xueshi/domain';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit, type AuditEvent } from '../audit/service.ts';
import { notify } from '../notices/service.ts';
import { summaryOf } from '../people/service.ts';
import { adjustmentsInForce } from '../requirements/service.ts';
import { closedYearWithin } from '../year-closing/service.ts';

const { requirementAdjustments } = schema;

/** An adjustment may be approved ahead for a plan of five years. */
const YEARS_AHEAD = 5;

export interface ApprovalInput extends RequirementAdjustment {
  readonly reason: string;
  readonly document: string;
}

/** Where the person belongs now: settings and closings of the units on the way hold for them. */
export const unitPathOf = async (db: Reader, personId: string): Promise<string> =>
  (await summaryOf(db, personId))?.unitPath ?? '/';

export const inForce = async (tx: Tx, personId: string) =>
  (await adjustmentsInForce(tx, [personId])).get(personId) ?? [];

/** Refuses what could not hold: it is asked when it is proposed, and again when it is approved. */
export async function demandFit(
  tx: Tx,
  personId: string,
  input: RequirementAdjustment,
  now: Date,
): Promise<void> {
  const thisYear = trainingYearOf(now);
  if (adjustmentProblem(input) !== null) throw new Refused('adjustment-unsound');
  // What lies further back is closed and stays as it was reckoned (DOMAIN 5.1).
  if (input.fromYear < thisYear - 1 || input.toYear > thisYear + YEARS_AHEAD)
    throw new Refused('adjustment-year-out-of-range', {
      from: thisYear - 1,
      to: thisYear + YEARS_AHEAD,
    });
  const closed = await closedYearWithin(tx, await unitPathOf(tx, personId), input);
  if (closed) throw new Refused('adjustment-year-closed', closed);
  const other = (await inForce(tx, personId)).find((one) => adjustmentsOverlap(one, input));
  if (other) throw new Refused('adjustment-overlaps', { from: other.fromYear, to: other.toYear });
}

/** Lets an adjustment hold; `more` is what the trail says beside its terms. */
export async function holdAdjustment(
  tx: Tx,
  actor: Actor,
  wish: {
    readonly id: string;
    readonly personId: string;
    readonly adjustment: ApprovalInput;
    readonly more?: Readonly<Record<string, unknown>>;
    readonly now: Date;
  },
): Promise<void> {
  const { id, personId, adjustment, more, now } = wish;
  await tx.insert(requirementAdjustments).values({
    id,
    personId,
    ...adjustment,
    approvedBy: actor.personId,
    approvedAt: now,
  });
  await tell(tx, personId, 'requirement-adjusted', id, adjustment, now);
  const detail = { id, ...adjustment, ...more };
  await audit(tx, actor, 'requirement-adjusted', personId, detail, now);
}

/** The years of an adjustment as notices name them. */
export const yearsTold = ({ fromYear, toYear }: { fromYear: number; toYear: number }): string =>
  fromYear === toYear ? String(fromYear) : `${fromYear}–${toYear}`;

/** The person hears what became of their requirement. */
export function tell(
  tx: Tx,
  personId: string,
  kind:
    | 'requirement-adjusted'
    | 'requirement-adjustment-withdrawn'
    | 'requirement-adjustment-declined',
  id: string,
  of: { readonly fromYear: number; readonly toYear: number; readonly reason: string },
  now: Date,
): Promise<void> {
  const params = { title: yearsTold(of), year: of.fromYear, reason: of.reason };
  const link = `/record/requirement?year=${of.fromYear}`;
  return notify(tx, { personId, kind, occasion: id, params, link, now });
}

export const audit = (
  tx: Tx,
  actor: Actor,
  action: AuditEvent['action'],
  personId: string,
  detail: Readonly<Record<string, unknown>>,
  now: Date,
) =>
  recordAudit(tx, {
    at: now,
    actorId: actor.personId,
    action,
    subject: `person:${personId}`,
    detail,
    address: actor.address,
  });
