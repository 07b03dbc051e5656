import { fail, redirect } from '@sveltejs/kit';
import { listDraftFiles, readDraftSubtitles, saveDraftSubtitles } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import {
  CUES_A_PAGE,
  differingCues,
  rangeOfPage,
  readCueRange,
  readCueRows,
  rowsOfPage,
  withPage,
} from '#lib/features/recordings/subtitles/cue-rows.ts';
import { callApi, readApi } from '#lib/server/api.ts';
import { fieldOf } from '#lib/server/forms.ts';
import { pageOf } from '#lib/server/search-params.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { id } = event.params;
  const [{ cues, ...subtitles }, { files }] = await Promise.all([
    readApi(event, readDraftSubtitles, { params: event.params }),
    readApi(event, listDraftFiles, { params: { id } }),
  ]);
  const { page = 1 } = pageOf(event.url.searchParams);
  if (page > 1 && (page - 1) * CUES_A_PAGE >= cues.length) redirect(303, event.url.pathname);
  const recording = files.findLast(({ kind, state }) => kind === 'recording' && state === 'usable');
  return {
    subtitles,
    list: { page, pageSize: CUES_A_PAGE, total: cues.length },
    rows: rowsOfPage(cues, page),
    range: rangeOfPage(cues, page),
    recording: recording?.id ?? null,
  };
};

export const actions: Actions = {
  save: async (event) => {
    const sent = await event.request.formData();
    const rows = readCueRows((name) => fieldOf(sent, name));
    const sha256 = fieldOf(sent, 'sha256');
    // What the rows were read from; after somebody else saved, `sha256` is of what is saved over.
    const base = fieldOf(sent, 'cues.base');
    const range = readCueRange((name) => fieldOf(sent, name));
    const { page = 1 } = pageOf(event.url.searchParams);
    const { params } = event;
    const before = await readApi(event, readDraftSubtitles, { params });
    const refused = { rows, range, base, sha256, theirs: null };
    const read = withPage(before.cues, base === before.sha256 ? page : range, rows);
    if (!read.ok)
      return fail(400, { ...refused, problem: m.recordings_time_unfit({ typed: read.typed }) });
    if (read.cues.length === 0) return fail(400, { ...refused, problem: m.recordings_cues_none() });
    const body = { sha256, cues: read.cues };
    const answer = await callApi(event, saveDraftSubtitles, { params, body });
    // What was typed goes back to the page: a refusal loses nothing.
    if (answer.ok) return { saved: true };
    const { status, title: problem, code } = answer.problem;
    if (code !== 'draft-changed-elsewhere') return fail(status, { ...refused, problem });
    // What somebody else saved meanwhile is shown, and saving again goes on from there.
    const { cues, sha256: newest, draft } = await readApi(event, readDraftSubtitles, { params });
    const theirs = {
      ...{ savedBy: draft.savedBy, savedAt: draft.savedAt },
      cues: differingCues(cues, range, rows),
    };
    return fail(status, { ...refused, problem, sha256: newest, theirs });
  },
};
