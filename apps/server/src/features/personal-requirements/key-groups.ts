// By which key groups somebody owes what they owe: those of their clauses, and those they were in (ADR 0062).
import type { RequirementExplanation } from '@xueshi/contracts';
import type { Reader } from '@xueshi/database';
import { clausesOfCategory, yearBounds, type HeldKeyGroup } from '@xueshi/domain';
import { inKeyGroupOrder, keyGroupWord, knownKeyGroups } from '../key-groups/service.ts';
import type { YearEvaluation } from '../requirements/service.ts';

type View = RequirementExplanation['keyGroups'];

/**
 * Reserve cadres are never among them: no clause may name them, and what is read of a person for the
 * requirement leaves them out.
 */
export async function keyGroupsView(db: Reader, evaluation: YearEvaluation | null): Promise<View> {
  const { adopted, owed, year, keyGroups } = evaluation ?? {};
  if (!adopted || !owed || year === undefined) return [];
  const ofCategory = clausesOfCategory(adopted.policy, owed.category).flatMap(
    ({ appliesTo }) => appliesTo?.keyGroups ?? [],
  );
  const ofClauses = owed.clauses.flatMap(({ clause }) => clause.appliesTo?.keyGroups ?? []);
  const heldIn = (keyGroups ?? []).filter((one) => touches(one, year));
  const held = heldIn.map(({ keyGroup }) => keyGroup).filter((code) => ofCategory.includes(code));
  const codes = [...new Set([...ofClauses, ...held])];
  if (codes.length === 0) return [];
  const known = await knownKeyGroups(db);
  const byMonths = adopted.policy.categoryBasis === 'prorata';
  return inKeyGroupOrder(known, codes).map((code) => ({
    code,
    name: {
      'zh-CN': keyGroupWord(known, code, 'zh-CN'),
      en: keyGroupWord(known, code, 'en'),
    },
    times: heldIn
      .filter(({ keyGroup }) => keyGroup === code)
      .map(({ from, to }) => ({ from: from.toISOString(), to: to?.toISOString() ?? null })),
    // By months, each that is owed for some of them decides.
    decides: byMonths
      ? ofClauses.includes(code) && held.includes(code)
      : owed.post.keyGroups.includes(code),
  }));
}

function touches({ from, to }: HeldKeyGroup, year: number): boolean {
  const { start, end } = yearBounds(year);
  return from < end && (to === null || to > start);
}
