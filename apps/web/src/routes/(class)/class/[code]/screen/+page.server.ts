import { fail, redirect } from '@sveltejs/kit';
import { closeClass, readClassScreen, stepClass } from '@xueshi/contracts';
import encodeQR from 'qr';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf, problemView } from '#lib/server/forms.ts';
import { readPreferences } from '#lib/server/preferences.ts';
import type { Actions, PageServerLoad } from './$types';

/** The dark modules of a QR code as one path of squares, and how many modules a side has. */
function qrOf(content: string): { side: number; path: string } {
  const modules = encodeQR(content, 'raw', { ecc: 'medium', border: 2 });
  const path = modules
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return { side: modules.length, path };
}

export const load: PageServerLoad = async (event) => {
  const { code } = event.params;
  return {
    code,
    view: await readApi(event, readClassScreen, { params: { code } }),
    qr: qrOf(`${event.url.origin}/class/${code}`),
    address: `${event.url.host}/class`,
    theme: readPreferences(event.cookies).theme,
  };
};

type Move = { kind: 'advance' } | { kind: 'reopen' } | { kind: 'choose'; optionId: string };

function moveOf(form: FormData): Move {
  const optionId = fieldOf(form, 'optionId');
  if (optionId !== '') return { kind: 'choose', optionId };
  return fieldOf(form, 'kind') === 'reopen' ? { kind: 'reopen' } : { kind: 'advance' };
}

export const actions: Actions = {
  step: async (event) => {
    const form = await event.request.formData();
    const body = { version: Number(fieldOf(form, 'version')), move: moveOf(form) };
    const answer = await callApi(event, stepClass, { params: event.params, body });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
  },
  close: async (event) => {
    const answer = await callApi(event, closeClass, { params: event.params });
    if (!answer.ok) return fail(answer.problem.status, { problem: problemView(answer.problem) });
    redirect(303, '/class/open?ended=1');
  },
};
