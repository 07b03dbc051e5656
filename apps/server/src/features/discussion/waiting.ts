import type { Tx } from '@xueshi/database';
import { waitingSince } from '@xueshi/domain';
import { postsOf, updateQuestion, type Question } from './store.ts';

/**
 * Writes down anew since when the asker waits; what is hidden neither asks nor answers. Nobody waits in
 * the discussion of a case: learners talk to one another there, and instructors join in as they like.
 */
export async function settleWaiting(tx: Tx, question: Question): Promise<void> {
  if (question.isAfterCase) return;
  const posts = await postsOf(tx, question.id);
  const isHidden = posts.some((one) => one.position === 0 && one.hiddenAt !== null);
  const spoken = posts
    .filter((one) => one.hiddenAt === null)
    .map((one) => ({
      at: one.postedAt,
      by: one.byInstructor
        ? ('answerer' as const)
        : one.personId === question.askedBy
          ? ('asker' as const)
          : ('other' as const),
    }));
  await updateQuestion(tx, question.id, { waitingSince: isHidden ? null : waitingSince(spoken) });
}
