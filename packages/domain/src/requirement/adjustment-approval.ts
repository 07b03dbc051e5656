/** How many people an adjustment of one person’s requirement takes, the stricter the later (DOMAIN H3, 5.9). */
export const ADJUSTMENT_APPROVALS = ['one-person', 'two-people'] as const;

/**
 * Whether an adjustment waits until a second person approves it. `setting` is the value in force at the
 * unit of the person concerned; null, where nobody has set anything: one person suffices.
 */
export const adjustmentTakesTwo = (setting: string | null): boolean => setting === 'two-people';

/** Who has to do with a proposal, by their ids. */
export interface ProposalHands {
  readonly proposedBy: string;
  /** Whose requirement it is about. */
  readonly about: string;
}

/**
 * Why somebody may not decide on a proposed adjustment: nobody approves or declines what they proposed
 * themselves, nor what is about themselves; null where they may. Source: DOMAIN H3, G9.
 */
export function decisionHindrance(
  decider: string,
  { proposedBy, about }: ProposalHands,
): 'own-requirement' | 'own-proposal' | null {
  if (decider === about) return 'own-requirement';
  return decider === proposedBy ? 'own-proposal' : null;
}
