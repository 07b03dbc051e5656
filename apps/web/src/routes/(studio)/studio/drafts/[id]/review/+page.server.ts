import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import {
  addDraftComment,
  callBackDraft,
  decideDraft,
  listDraftComments,
  listStatuteFlags,
  readDraftReview,
  replyToDraftComment,
  settleDraftComment,
} from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { commentAnchor, reviewUrl } from '#lib/features/course-reviews/labels.ts';
import { checklistIn, instantIn } from '#lib/features/course-reviews/read-decision.ts';
import { draftUrl } from '#lib/features/drafts/labels.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf } from '#lib/server/forms.ts';
import type { Actions, PageServerLoad } from './$types';

type Event = RequestEvent<{ id: string }>;

export const load: PageServerLoad = async (event) => {
  const { params, url } = event;
  const [review, comments, flags] = await Promise.all([
    readApi(event, readDraftReview, { params }),
    readApi(event, listDraftComments, { params }),
    readApi(event, listStatuteFlags, { query: { draft: params.id } }),
  ]);
  const lesson = url.searchParams.get('lesson');
  return {
    review,
    comments: comments.items,
    flags: flags.items.flatMap((place) => place.flags),
    writing:
      lesson === null || !review.mayDecide
        ? null
        : { lesson, place: url.searchParams.get('place') ?? '' },
  };
};

async function fieldsOf(event: Event) {
  const form = await event.request.formData();
  return (name: string) => fieldOf(form, name);
}

async function comment(event: Event) {
  const field = await fieldsOf(event);
  const [lesson, place, text] = [field('lesson'), field('place'), field('text')];
  const body = { lessonId: lesson || null, place: place || null, text };
  const answer = await callApi(event, addDraftComment, { params: event.params, body });
  if (answer.ok) redirect(303, `${reviewUrl(event.params.id)}#${commentAnchor(answer.data.id)}`);
  const { title: problem, status } = answer.problem;
  return fail(status, { said: { comment: '', problem, text }, writing: { lesson, place } });
}

async function reply(event: Event) {
  const field = await fieldsOf(event);
  const [commentId, text] = [field('comment'), field('text')];
  const params = { ...event.params, commentId };
  const body = { text, done: field('done') === 'yes' };
  const answer = await callApi(event, replyToDraftComment, { params, body });
  if (answer.ok) return { done: 'replied' as const };
  const { title: problem, status } = answer.problem;
  return fail(status, { said: { comment: commentId, problem, text } });
}

async function settle(event: Event) {
  const commentId = (await fieldsOf(event))('comment');
  const answer = await callApi(event, settleDraftComment, {
    params: { ...event.params, commentId },
  });
  if (answer.ok) return { done: 'settled' as const };
  const { title: problem, status } = answer.problem;
  return fail(status, { said: { comment: commentId, problem, text: '' } });
}

async function decide(event: Event, publish: boolean) {
  const form = await event.request.formData();
  const field = (name: string) => fieldOf(form, name);
  const typed = Object.fromEntries([...form.keys()].map((name) => [name, field(name)]));
  const publishAt = publish ? instantIn(field('publishAt')) : undefined;
  if (publishAt === null)
    return fail(400, { decision: { problem: m.reviews_time_refused(), typed } });
  const body = {
    publish,
    comment: publish ? '' : field('comment'),
    checklist: checklistIn(field),
    ...(publishAt !== undefined && { publishAt }),
    submittedAt: field('submittedAt'),
  };
  const answer = await callApi(event, decideDraft, { params: event.params, body });
  if (answer.ok) {
    const done = !publish ? 'given-back' : publishAt === undefined ? 'published' : 'scheduled';
    redirect(303, `${draftUrl(event.params.id)}?done=${done}#review`);
  }
  const { title: problem, status } = answer.problem;
  return fail(status, { decision: { problem, typed } });
}

export const actions: Actions = {
  comment,
  reply,
  settle,
  publish: (event) => decide(event, true),
  giveBack: (event) => decide(event, false),
  callBack: async (event) => {
    const answer = await callApi(event, callBackDraft, { params: event.params });
    if (answer.ok) return { done: 'called-back' as const };
    const { title: problem, status } = answer.problem;
    return fail(status, { decision: { problem, typed: {} } });
  },
};
