// Hiding a post: with a reason, kept, audited, and told to whoever wrote it.
import type { Reader } from '@xueshi/database';
import type { Platform } from '../../platform/platform.ts';
import { proseOf } from '../../platform/prose.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { recordAudit } from '../audit/service.ts';
import { namesOf } from '../people/service.ts';
import { findPost, findQuestions, updateHiding, type Post } from './store.ts';
import { mayHidePostOf } from './views.ts';
import { settleWaiting } from './waiting.ts';

const REASON_CHARACTERS = 300;

/** The post with its question, if the caller may hide it. */
async function hideablePost(db: Reader, actor: Actor, postId: string) {
  const post = await findPost(db, postId);
  if (!post) throw new Refused('not-found');
  const names = await namesOf(db, [post.personId]);
  if (!mayHidePostOf(actor, names.get(post.personId))) throw new Refused('not-found');
  const { questionId } = post;
  const [found] = await findQuestions(db, { questionId }, { order: 'newest', limit: 1, offset: 0 });
  if (!found) throw new Error('a post without its question');
  return { post, question: found.question };
}

async function setHiding(
  platform: Platform,
  actor: Actor,
  postId: string,
  hiding: Pick<Post, 'hiddenAt' | 'hiddenBy' | 'hiddenReason'>,
): Promise<void> {
  await platform.write(async (tx) => {
    const { post, question } = await hideablePost(tx, actor, postId);
    if ((post.hiddenAt === null) === (hiding.hiddenAt === null)) return;
    await updateHiding(tx, post.id, hiding);
    await settleWaiting(tx, question);
    await recordAudit(tx, {
      at: platform.clock.now(),
      actorId: actor.personId,
      action: hiding.hiddenAt === null ? 'question-post-shown' : 'question-post-hidden',
      subject: `question-post:${post.id}`,
      detail: { questionId: question.id, writer: post.personId, reason: hiding.hiddenReason },
      address: actor.address,
    });
  });
}

export async function hidePost(
  platform: Platform,
  actor: Actor,
  postId: string,
  input: { reason: string },
): Promise<void> {
  const hiddenReason = proseOf(input.reason, REASON_CHARACTERS);
  const hiding = { hiddenAt: platform.clock.now(), hiddenBy: actor.personId, hiddenReason };
  await setHiding(platform, actor, postId, hiding);
}

export async function showPost(platform: Platform, actor: Actor, postId: string): Promise<void> {
  const hiding = { hiddenAt: null, hiddenBy: null, hiddenReason: null };
  await setHiding(platform, actor, postId, hiding);
}
