// Subtitles made of a recording's speech by a program of the operator's: asked for, waited for, and put among the
// files of the draft.
import type { DraftFile, DraftFiles, DraftSubtitles, LectureForm } from '@xueshi/contracts';
import { schema } from '@xueshi/database';
import { temporaryFolder } from '@xueshi/testkit';
import { eq } from 'drizzle-orm';
import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { checkInstallation } from '../../../commands/check.ts';
import { JOB_LANES } from '../../../job-handlers.ts';
import { cancelJob, startJobs, type JobHandler } from '../../../platform/jobs.ts';
import { beginDraft } from '../../../testing/begun-draft.ts';
import { makeRecording } from '../../../testing/recordings.ts';
import { makeSpeechStandIn, type SpeechStandIn } from '../../../testing/speech-stand-in.ts';
import {
  anyFfmpeg,
  openTestInstallation,
  type TestInstallation,
  type Visitor,
} from '../../../testing/test-installation.ts';
import { listen, tusClient } from '../../../testing/tus-client.ts';
import { transcribeHandlerWithin } from './transcribe.handler.ts';
import { TRANSCRIBE } from './transcribe.job.ts';

const SRT =
  '1\n00:00:00,500 --> 00:00:01,500\n先听，再问。\n\n2\n00:00:01,500 --> 00:00:02,800\n听完再记。\n';

let recording: Buffer<ArrayBuffer>;
let here: TestInstallation;
let author: Visitor;
let draftId: string;

const filesUrl = () => `/api/v1/drafts/${draftId}/files`;
const listed = async () => (await author.get<DraftFiles>(filesUrl())).body;
const fileOf = async (id: string): Promise<DraftFile> => {
  const file = (await listed()).files.find((one) => one.id === id);
  if (!file) throw new Error(`${id} is no file of the draft`);
  return file;
};

async function send(name: string, bytes: Buffer<ArrayBuffer>): Promise<string> {
  const client = tusClient(here, author);
  const { url } = await client.announce(draftId, { name, bytes: bytes.length });
  await client.send(url, 0, bytes);
  await here.jobs.idle();
  return url.split('/').at(-1) ?? '';
}

const ask = (fileId: string, language = 'zh-CN', who = author) =>
  who.post<{ code: string }>(`${filesUrl()}/${fileId}/transcription`, { language });

/** Asks, waits until it is done, and gives what the page is told. */
async function transcribe(fileId: string, language: 'zh-CN' | 'en' = 'zh-CN') {
  expect((await ask(fileId, language)).status).toBe(204);
  await here.jobs.idle();
  const { found, transcribing } = await fileOf(fileId);
  expect(transcribing[language]).toBeNull();
  return found?.transcribed[language];
}

const newDraft = () =>
  beginDraft(author, {
    ...{ title: '听写试讲', area: 'law', lessons: [{ kind: 'lecture', title: '视频讲授' }] },
  });

async function open(env: Record<string, string>): Promise<void> {
  here = await openTestInstallation({ env });
  await listen(here);
  author = await here.signIn('zhoumin');
}

beforeAll(async () => {
  recording = await makeRecording(await anyFfmpeg(), { seconds: 3 });
});

describe('without a command', () => {
  beforeAll(() => open({}));
  afterAll(() => here.close());

  test('the page is told, and asking is refused', async () => {
    draftId = await newDraft();
    const fileId = await send('第一讲.mp4', recording);
    expect((await listed()).hearsSpeech).toBe(false);
    expect(await ask(fileId)).toMatchObject({
      ...{ status: 409, body: { code: 'speech-not-configured' } },
    });
    expect((await fileOf(fileId)).found?.transcribed).toEqual({ 'zh-CN': null, en: null });
  });
});

describe.skipIf(process.platform === 'win32')('with a command', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let program: SpeechStandIn;
  let fileId: string;

  beforeAll(async () => {
    folder = await temporaryFolder();
    program = await makeSpeechStandIn(folder.path, SRT);
    await open({ XUESHI_SPEECH: program.path });
  });
  afterAll(async () => {
    await here.close();
    await folder.remove();
  });
  beforeEach(async () => {
    await program.does(SRT);
    draftId = await newDraft();
    fileId = await send('第一讲.mp4', recording);
  });

  const subtitles = async () => (await listed()).files.filter(({ kind }) => kind === 'subtitles');
  const names = async () => (await subtitles()).map(({ fileName }) => fileName).sort();
  const rooms = async () =>
    (await readdir(here.dataFolder)).filter((name) => name.startsWith('speech-'));

  test('it gets a WAV of 16 kHz and the language, and what it writes becomes a file of the draft', async () => {
    expect((await listed()).hearsSpeech).toBe(true);
    const transcribed = await transcribe(fileId, 'en');
    const [made] = await subtitles();
    expect(transcribed).toEqual({ isDone: true, problem: null, detail: null, file: made?.id });
    expect(made).toMatchObject({
      ...{ fileName: '语音识别.en.vtt', state: 'usable', found: { cues: 2, isMachineMade: true } },
    });
    const call = (await readFile(program.calls, 'utf8')).trim().split('\n').at(-1) ?? '';
    expect(JSON.parse(call)).toEqual({
      ...{ language: 'en', more: [] },
      wav: { kind: 'RIFFWAVE', channels: 1, rate: 16_000, bits: 16, seconds: 3 },
    });
    const { body } = await author.get<DraftSubtitles>(`${filesUrl()}/${made?.id}/cues`);
    expect(body.cues).toEqual([
      { startMs: 500, endMs: 1_500, text: '先听，再问。' },
      { startMs: 1_500, endMs: 2_800, text: '听完再记。' },
    ]);
    expect(await rooms()).toEqual([]);
    const { platform, database } = here.installation;
    expect((await checkInstallation(platform, database)).draftFiles).toMatchObject({
      problems: [],
    });
  });

  test('no lecture takes it by itself, and who reads it through takes the mark away', async () => {
    const own = await send('自己做的.srt', Buffer.from(SRT));
    const url = `/api/v1/drafts/${draftId}/lessons/lecture/text`;
    const { version, text } = (await author.get<{ version: number; text: string }>(url)).body;
    const form = { ...(JSON.parse(text) as LectureForm), recording: fileId };
    const kept = JSON.stringify({ ...form, subtitles: { 'zh-CN': own, en: null } });
    expect((await author.put(url, { version, text: kept })).status).toBeLessThan(300);
    const { file } = (await transcribe(fileId)) ?? {};
    expect((await author.get<{ text: string }>(url)).body.text).toBe(kept);
    expect((await fileOf(own)).found?.isMachineMade).toBe(false);
    const cuesUrl = `${filesUrl()}/${file}/cues`;
    const { sha256, cues } = (await author.get<DraftSubtitles>(cuesUrl)).body;
    expect((await author.put(cuesUrl, { sha256, cues })).status).toBe(200);
    expect((await fileOf(file ?? '')).found?.isMachineMade).toBe(false);
  });

  test('WebVTT is taken as well; a second time is another file by a name of its own', async () => {
    await program.does('WEBVTT\n\n00:00.500 --> 00:02.000\n先听\n');
    const first = await transcribe(fileId);
    const second = await transcribe(fileId);
    expect(first?.file).not.toBe(second?.file);
    expect(await names()).toEqual(['语音识别.zh-CN.2.vtt', '语音识别.zh-CN.vtt']);
  });

  test.each([
    ['fails', 'fail', 'command-failed', null],
    ['writes no subtitles', '<html>404</html>', 'not-subtitles', null],
    ['writes nothing', ' \n', 'nothing-heard', null],
    [
      'writes times that run backwards',
      '1\n00:00:02,000 --> 00:00:01,000\n甲\n',
      'not-subtitles',
      expect.stringMatching(/^Line \d+: /),
    ],
  ])(
    'one that %s is told, changes nothing and may be asked again',
    async (_, does, problem, en) => {
      await program.does(does);
      expect(await transcribe(fileId)).toMatchObject({
        ...{ isDone: true, problem, file: null, detail: en && { en } },
      });
      expect(await subtitles()).toEqual([]);
      expect(await rooms()).toEqual([]);
      await program.does(SRT);
      expect(await transcribe(fileId)).toMatchObject({ isDone: true, problem: null });
      expect(await subtitles()).toHaveLength(1);
    },
  );

  /** Runs the jobs in another way until the work is done, as another process would. */
  async function instead(handler: JobHandler, work: () => Promise<void>): Promise<void> {
    const { platform } = here.installation;
    await here.jobs.stop();
    const other = await startJobs(platform, { [TRANSCRIBE]: handler });
    try {
      await work();
    } finally {
      await other.stop();
      Object.assign(here, { jobs: await startJobs(platform, ...JOB_LANES) });
    }
  }

  test('one that hangs is ended at its time', async () => {
    await program.does('hang');
    await instead(transcribeHandlerWithin({ wallClockMs: 500 }), async () => {
      expect((await ask(fileId)).status).toBe(204);
      await vi.waitFor(
        async () =>
          expect((await fileOf(fileId)).found?.transcribed['zh-CN']).toMatchObject({
            ...{ isDone: true, problem: 'too-slow', file: null },
          }),
        // A lane looks for work every five seconds.
        { timeout: 15_000, interval: 100 },
      );
    });
  }, 30_000);

  test('who waits sees it, asking again meanwhile changes nothing, and it begins again after a restart', async () => {
    const { platform } = here.installation;
    await program.does('hang');
    const calls = async () => (await readFile(program.calls, 'utf8')).trim().split('\n').length;
    const before = await calls();
    await ask(fileId);
    await ask(fileId, 'en');
    await vi.waitFor(async () => expect(await calls()).toBe(before + 1), { timeout: 15_000 });
    expect((await ask(fileId)).status).toBe(204);
    const { transcribing, found } = await fileOf(fileId);
    expect(transcribing['zh-CN']).toMatchObject({ state: 'listening' });
    expect(transcribing.en).toEqual({ state: 'waiting', percent: 0 });
    expect(found?.transcribed['zh-CN']).toMatchObject({ isDone: false, problem: null });
    await here.jobs.stop();
    expect(await rooms()).toEqual([]);
    expect((await fileOf(fileId)).transcribing['zh-CN']).toMatchObject({ state: 'waiting' });
    await program.does(SRT);
    Object.assign(here, { jobs: await startJobs(platform, ...JOB_LANES) });
    await here.jobs.idle();
    expect((await fileOf(fileId)).found?.transcribed).toMatchObject({
      ...{ 'zh-CN': { isDone: true, problem: null }, en: { isDone: true, problem: null } },
    });
    expect(await names()).toEqual(['语音识别.en.vtt', '语音识别.zh-CN.vtt']);
  }, 40_000);

  test('nobody listens any more to a recording that was removed', async () => {
    await program.does('hang');
    await ask(fileId);
    await vi.waitFor(async () => expect(await rooms()).toHaveLength(1), { timeout: 15_000 });
    expect((await author.delete(`${filesUrl()}/${fileId}`)).status).toBe(204);
    await here.jobs.idle();
    expect(await rooms()).toEqual([]);
    expect((await listed()).files).toEqual([]);
  }, 30_000);

  test('a job that was given up is told as stopped, and may be asked for again', async () => {
    const { platform } = here.installation;
    await program.does('hang');
    await ask(fileId);
    await vi.waitFor(
      async () => expect((await fileOf(fileId)).transcribing['zh-CN']?.state).toBe('listening'),
      { timeout: 15_000 },
    );
    const [job] = await platform.db
      .select()
      .from(schema.jobs)
      .where(eq(schema.jobs.uniqueKey, `${TRANSCRIBE}:${fileId}:zh-CN`));
    await cancelJob(platform, job?.id ?? '');
    await here.jobs.idle();
    expect((await fileOf(fileId)).found?.transcribed['zh-CN']).toMatchObject({
      ...{ isDone: true, problem: 'stopped' },
    });
    await program.does(SRT);
    expect(await transcribe(fileId)).toMatchObject({ problem: null });
  }, 30_000);

  test('what is made counts like an upload, and a full draft takes no more', async () => {
    const { config } = here.installation.platform;
    const { draftFiles } = config;
    const before = (await listed()).takenBytes;
    try {
      Object.assign(config, { draftFiles: { ...draftFiles, mostBytesEach: before + 20 } });
      expect(await transcribe(fileId)).toMatchObject({ problem: 'draft-full', file: null });
      Object.assign(config, { draftFiles: { ...draftFiles, mostBytes: before + 20 } });
      expect(await transcribe(fileId)).toMatchObject({ problem: 'all-full', file: null });
      Object.assign(config, { draftFiles: { ...draftFiles, mostBytesEach: before } });
      expect(await ask(fileId)).toMatchObject({ body: { code: 'upload-draft-full' } });
    } finally {
      Object.assign(config, { draftFiles });
    }
    await transcribe(fileId);
    const [made] = await subtitles();
    expect((await listed()).takenBytes).toBe(before + (made?.bytes ?? 0));
  });

  test('only of a usable recording of this very draft, by an author, while it may be changed', async () => {
    const own = await send('自己做的.srt', Buffer.from(SRT));
    expect((await ask(own)).status).toBe(404);
    expect((await ask('A'.repeat(22))).status).toBe(404);
    expect((await ask(fileId, 'fr')).status).toBe(400);
    expect((await ask(fileId, 'zh-CN', await here.signIn('wangxiulan'))).status).toBe(403);
    const elsewhere = await newDraft();
    const foreign = `/api/v1/drafts/${elsewhere}/files/${fileId}/transcription`;
    expect((await author.post(foreign, { language: 'en' })).status).toBe(404);
    const { courseDrafts } = schema;
    await here.installation.platform.write((tx) =>
      tx.update(courseDrafts).set({ state: 'submitted' }).where(eq(courseDrafts.id, draftId)),
    );
    expect(await ask(fileId)).toMatchObject({ status: 409, body: { code: 'draft-submitted' } });
  });
});
