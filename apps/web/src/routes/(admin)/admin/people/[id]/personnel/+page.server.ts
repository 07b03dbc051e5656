import { fail, type RequestEvent } from '@sveltejs/kit';
import {
  addConcurrentPost,
  addPastAppointment,
  appoint,
  correctAppointment,
  correctKeyGroup,
  endConcurrentPost,
  endKeyGroup,
  lookAtIdentityNumber,
  readPersonnel,
  removeAppointment,
  setAccountState,
  setIdentityNumber,
  setKeyGroup,
  setPersonFacts,
  setPersonStatus,
  type Endpoint,
} from '@xueshi/contracts';
import { PERSON_STATUSES, POLITICAL_STATUSES, POSITION_LEVELS, RANKS } from '@xueshi/domain';
import { isCategory } from '#lib/features/accounts/category-code.ts';
import { callApi, readApi, type ApiInput } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import { choicesAfter, unitIn } from '#lib/server/unit-fields.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  personnel: await readApi(event, readPersonnel, { params: { id: event.params.id } }),
  today: new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date()),
});

async function change<const E extends Endpoint>(
  event: RequestEvent,
  endpoint: E,
  input: ApiInput<E>,
  form: string,
) {
  const answer = await callApi(event, endpoint, input);
  if (!answer.ok) {
    return fail(answer.problem.status, { form, problem: problemView(answer.problem) });
  }
  return { form, saved: true };
}

const chosen = <const T extends string>(list: readonly T[], text: string): T | null =>
  list.find((one) => one === text) ?? null;

/** An appointment as the form for past ones says it; `id` '': one that is not written down yet. */
function pastIn(form: FormData) {
  const kept = {
    id: fieldOf(form, 'appointmentId'),
    unit: fieldOf(form, 'unit').trim(),
    post: fieldOf(form, 'post').trim(),
    category: fieldOf(form, 'category'),
    level: fieldOf(form, 'level'),
    rank: fieldOf(form, 'rank'),
    from: fieldOf(form, 'from'),
    until: fieldOf(form, 'until'),
    reason: fieldOf(form, 'reason').trim(),
  };
  const body = {
    category: isCategory(kept.category) ? kept.category : null,
    post: kept.post || null,
    positionLevel: chosen(POSITION_LEVELS, kept.level),
    rank: chosen(RANKS, kept.rank),
    from: kept.from,
    reason: kept.reason,
  };
  return { kept, body };
}

export const actions: Actions = {
  past: async (event) => {
    const form = await event.request.formData();
    const { kept, body } = pastIn(form);
    const unit = unitIn(form, 'unit');
    const { id } = event.params;
    const answer =
      kept.id === ''
        ? await callApi(event, addPastAppointment, {
            params: { id },
            body: { ...body, unit, until: kept.until },
          })
        : await callApi(event, correctAppointment, {
            params: { id, appointmentId: kept.id },
            body: { ...body, ...(unit ? { unit } : {}), until: kept.until || null },
          });
    if (answer.ok) return { form: 'appoint', saved: true };
    const { problem } = answer;
    const choices = await choicesAfter(event, problem, form, ['unit']);
    return fail(problem.status, {
      form: 'appoint',
      problem: problemView(problem),
      refusedPast: { kept, choices },
    });
  },
  removePast: async (event) => {
    const form = await event.request.formData();
    const params = { id: event.params.id, appointmentId: fieldOf(form, 'appointmentId') };
    const body = { reason: fieldOf(form, 'reason').trim() };
    return change(event, removeAppointment, { params, body }, 'appoint');
  },
  groupDays: async (event) => {
    const form = await event.request.formData();
    const params = { id: event.params.id, recordId: fieldOf(form, 'recordId') };
    const body = {
      from: fieldOf(form, 'from'),
      until: fieldOf(form, 'until') || null,
      reason: fieldOf(form, 'reason').trim(),
    };
    return change(event, correctKeyGroup, { params, body }, 'group');
  },
  facts: async (event) => {
    const form = await event.request.formData();
    const body = {
      name: fieldOf(form, 'name').trim(),
      code: fieldOf(form, 'code').trim() || null,
      politicalStatus: chosen(POLITICAL_STATUSES, fieldOf(form, 'political')),
    };
    return change(event, setPersonFacts, { params: { id: event.params.id }, body }, 'facts');
  },
  identity: async (event) => {
    const number = fieldOf(await event.request.formData(), 'number').trim() || null;
    const params = { id: event.params.id };
    return change(event, setIdentityNumber, { params, body: { number } }, 'identity');
  },
  look: async (event) => {
    const reason = fieldOf(await event.request.formData(), 'reason').trim();
    const params = { id: event.params.id };
    const answer = await callApi(event, lookAtIdentityNumber, { params, body: { reason } });
    if (!answer.ok) {
      return fail(answer.problem.status, {
        form: 'identity',
        problem: problemView(answer.problem),
      });
    }
    return { form: 'identity', seen: answer.data.number };
  },
  appoint: async (event) => {
    const form = await event.request.formData();
    const kept = {
      unit: fieldOf(form, 'unit').trim(),
      managingUnit: fieldOf(form, 'managingUnit').trim(),
      withoutManager: form.get('withoutManager') === 'on',
      post: fieldOf(form, 'post').trim(),
      category: fieldOf(form, 'category'),
      level: fieldOf(form, 'level'),
      rank: fieldOf(form, 'rank'),
      from: fieldOf(form, 'from'),
    };
    const [unit, manager] = [unitIn(form, 'unit'), unitIn(form, 'managingUnit')];
    const body = {
      ...(unit ? { unit } : {}),
      ...(manager ? { managingUnit: manager } : kept.withoutManager ? { managingUnit: null } : {}),
      category: isCategory(kept.category) ? kept.category : null,
      post: kept.post || null,
      positionLevel: chosen(POSITION_LEVELS, kept.level),
      rank: chosen(RANKS, kept.rank),
      from: kept.from,
    };
    const answer = await callApi(event, appoint, { params: { id: event.params.id }, body });
    if (answer.ok) return { form: 'appoint', saved: true };
    const { problem } = answer;
    const choices = await choicesAfter(event, problem, form, ['unit', 'managingUnit']);
    return fail(problem.status, {
      form: 'appoint',
      problem: problemView(problem),
      refused: { kept, choices },
    });
  },
  status: async (event) => {
    const form = await event.request.formData();
    const body = {
      status: chosen(PERSON_STATUSES, fieldOf(form, 'status')) ?? 'active',
      from: fieldOf(form, 'from'),
      reason: fieldOf(form, 'reason').trim(),
    };
    return change(event, setPersonStatus, { params: { id: event.params.id }, body }, 'status');
  },
  account: async (event) => {
    const form = await event.request.formData();
    const state = fieldOf(form, 'state') === 'active' ? 'active' : 'suspended';
    const body = { state, reason: fieldOf(form, 'reason').trim() } as const;
    return change(event, setAccountState, { params: { id: event.params.id }, body }, 'account');
  },
  group: async (event) => {
    const form = await event.request.formData();
    const params = { id: event.params.id, group: fieldOf(form, 'group') };
    const [from, until] = [fieldOf(form, 'from'), fieldOf(form, 'until')];
    const body = {
      confirmed: form.get('confirmed') === 'on',
      ...(from ? { from } : {}),
      ...(until ? { until } : {}),
    };
    return change(event, setKeyGroup, { params, body }, 'group');
  },
  endGroup: async (event) => {
    const group = fieldOf(await event.request.formData(), 'group');
    return change(event, endKeyGroup, { params: { id: event.params.id, group } }, 'group');
  },
  post: async (event) => {
    const form = await event.request.formData();
    const kept = {
      unit: fieldOf(form, 'unit').trim(),
      post: fieldOf(form, 'post').trim(),
      from: fieldOf(form, 'from'),
    };
    const params = { id: event.params.id };
    const body = { ...kept, unit: unitIn(form, 'unit') };
    const answer = await callApi(event, addConcurrentPost, { params, body });
    if (answer.ok) return { form: 'post', saved: true };
    const { problem } = answer;
    const choices = await choicesAfter(event, problem, form, ['unit']);
    return fail(problem.status, {
      form: 'post',
      problem: problemView(problem),
      refusedPost: { kept, choices },
    });
  },
  endPost: async (event) => {
    const postId = fieldOf(await event.request.formData(), 'postId');
    return change(event, endConcurrentPost, { params: { id: event.params.id, postId } }, 'post');
  },
};
