// What reviewers say about a place of a submitted course: answered by authors, settled by reviewers.
import type { DraftComment } from '@xueshi/contracts';
import { schema, type Reader, type Tx } from '@xueshi/database';
import { and, asc, count, eq, isNull } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { newId } from '../../platform/new-id.ts';
import type { Platform } from '../../platform/platform.ts';
import { proseOf } from '../../platform/prose.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { partAt } from './review-page.ts';
import { demandDecider } from './review-standing.ts';
import { findDraft, outlineOf } from './store.ts';

const { draftComments, draftCommentReplies, people } = schema;

const LONGEST = 2_000;
const settlers = alias(people, 'settlers');

type CommentRow = typeof draftComments.$inferSelect;

const stateOf = ({ settledAt, doneAt }: CommentRow): DraftComment['state'] =>
  settledAt ? 'settled' : doneAt ? 'done' : 'open';

async function repliesTo(db: Reader, draftId: string) {
  const rows = await db
    .select({ reply: draftCommentReplies, by: people.name })
    .from(draftCommentReplies)
    .innerJoin(draftComments, eq(draftComments.id, draftCommentReplies.commentId))
    .innerJoin(people, eq(people.id, draftCommentReplies.writtenBy))
    .where(eq(draftComments.draftId, draftId))
    .orderBy(asc(draftCommentReplies.writtenAt), asc(draftCommentReplies.id));
  return Map.groupBy(rows, ({ reply }) => reply.commentId);
}

export async function listDraftComments(
  { db }: Platform,
  actor: Actor,
  draftId: string,
): Promise<{ items: DraftComment[] }> {
  await findDraft(db, draftId);
  const rows = await db
    .select({ comment: draftComments, by: people.name, settledBy: settlers.name })
    .from(draftComments)
    .innerJoin(people, eq(people.id, draftComments.writtenBy))
    .leftJoin(settlers, eq(settlers.id, draftComments.settledBy))
    .where(eq(draftComments.draftId, draftId))
    .orderBy(asc(draftComments.writtenAt), asc(draftComments.id));
  const replies = await repliesTo(db, draftId);
  return {
    items: rows.map(({ comment, by, settledBy }) => ({
      id: comment.id,
      lessonId: comment.lessonId,
      place: comment.place,
      excerpt: comment.excerpt,
      text: comment.text,
      by,
      at: comment.writtenAt.toISOString(),
      state: stateOf(comment),
      settledBy,
      isMine: comment.writtenBy === actor.personId,
      replies: (replies.get(comment.id) ?? []).map(({ reply, by: name }) => ({
        text: reply.text,
        by: name,
        at: reply.writtenAt.toISOString(),
      })),
    })),
  };
}

/** Publishing waits until the reviewer has settled everything that was said. */
export async function demandSettled(tx: Tx, draftId: string): Promise<void> {
  const [open] = await tx
    .select({ count: count() })
    .from(draftComments)
    .where(and(eq(draftComments.draftId, draftId), isNull(draftComments.settledAt)));
  if (open && open.count > 0) throw new Refused('review-comments-open', { count: open.count });
}

interface Place {
  readonly lessonId: string | null;
  readonly place: string | null;
}

/** How the place begins; refuses a place that the course does not have. */
async function excerptAt(platform: Platform, draftId: string, { lessonId, place }: Place) {
  const draft = await findDraft(platform.db, draftId);
  if (lessonId === null) {
    if (place !== null) throw new Refused('not-found');
    return null;
  }
  if (!outlineOf(draft).lessons.some(({ id }) => id === lessonId)) throw new Refused('not-found');
  if (place === null) return null;
  const part = await partAt(platform, draft, lessonId, place);
  if (!part) throw new Refused('not-found');
  return part.excerpt;
}

export async function addDraftComment(
  platform: Platform,
  actor: Actor,
  draftId: string,
  said: Place & { readonly text: string },
): Promise<{ id: string }> {
  const { write, clock } = platform;
  const { lessonId, place } = said;
  const excerpt = await excerptAt(platform, draftId, said);
  const id = newId();
  await write(async (tx) => {
    await demandDecider(tx, actor, draftId);
    const text = proseOf(said.text, LONGEST);
    const writtenBy = actor.personId;
    await tx
      .insert(draftComments)
      .values({ id, draftId, lessonId, place, excerpt, text, writtenBy, writtenAt: clock.now() });
  });
  return { id };
}

export interface CommentKey {
  readonly id: string;
  readonly commentId: string;
}

async function findComment(db: Reader, { id, commentId }: CommentKey): Promise<CommentRow> {
  const [row] = await db
    .select()
    .from(draftComments)
    .where(and(eq(draftComments.id, commentId), eq(draftComments.draftId, id)));
  if (!row) throw new Refused('not-found');
  return row;
}

/** Says of its writer that it is open again, of an author with `done` that it is mended. */
export async function replyToDraftComment(
  { write, clock }: Platform,
  actor: Actor,
  key: CommentKey,
  said: { readonly text: string; readonly done: boolean },
): Promise<void> {
  await write(async (tx) => {
    await findDraft(tx, key.id);
    const comment = await findComment(tx, key);
    const text = proseOf(said.text, LONGEST);
    const isWriter = comment.writtenBy === actor.personId;
    if (isWriter && said.done) throw new Refused('forbidden');
    const now = clock.now();
    const { commentId } = key;
    const writtenBy = actor.personId;
    await tx
      .insert(draftCommentReplies)
      .values({ id: newId(), commentId, text, writtenBy, writtenAt: now });
    const doneAt = said.done ? now : isWriter ? null : comment.doneAt;
    await tx.update(draftComments).set({ doneAt }).where(eq(draftComments.id, commentId));
  });
}

/** Settling again what is settled changes nothing. */
export async function settleDraftComment(
  { write, clock }: Platform,
  actor: Actor,
  key: CommentKey,
): Promise<void> {
  await write(async (tx) => {
    await demandDecider(tx, actor, key.id);
    const comment = await findComment(tx, key);
    if (comment.settledAt) return;
    await tx
      .update(draftComments)
      .set({ settledBy: actor.personId, settledAt: clock.now() })
      .where(eq(draftComments.id, key.commentId));
  });
}
