// Files of a course being written: recordings, subtitles, slides and packages of courseware, sent in pieces (tus) and looked through
// before work is put into them; and how far the packaging of what is published has come.
import { Type, type Static } from 'typebox';
import { CoursewareStandard } from './courseware.ts';
import { DRAFT_STATES } from './drafts.ts';
import { closed, endpoint, Id, Instant, LocalText, Nothing, nullable, oneOf } from './shared.ts';

export const DRAFT_FILE_KINDS = [
  'recording',
  'subtitles',
  'slide',
  'slides',
  'picture',
  'courseware',
] as const;

const Stretch = closed({ fromMs: Type.Integer(), toMs: Type.Integer() });

/** When a recording shows its slides, as far as the pictures tell. A proposal: the author decides. */
const MatchedInFile = closed({
  isDone: Type.Boolean(),
  /** Why nothing came of it: a reason of packaging. */
  problem: nullable(Type.String()),
  /** How sure all of it is, 0–100. */
  percent: Type.Integer(),
  /** In the order that was asked for; without a moment where the slide is not shown. */
  slides: Type.Array(
    closed({ file: Id, startMs: nullable(Type.Integer()), percent: Type.Integer() }),
  ),
});
export type MatchedInFile = Static<typeof MatchedInFile>;

/** What came, or is to come, of a program listening to a recording. */
const TranscribedInFile = closed({
  isDone: Type.Boolean(),
  /** Why nothing came of it: a reason of packaging, or one of speech recognition. */
  problem: nullable(Type.String()),
  /** Where what the program wrote cannot be read, and why. */
  detail: nullable(LocalText),
  /** The subtitles that came of it; they may have been removed since. */
  file: nullable(Id),
});
export type TranscribedInFile = Static<typeof TranscribedInFile>;

/** Further ones are not told. */
export const MOST_NOT_CARRIED = 100;

/** What a package of courseware is. */
const PackageInFile = closed({
  standard: CoursewareStandard,
  title: Type.String(),
  /** Their titles, in the order of the package. */
  units: Type.Array(Type.String()),
  /** What it asks for and is not followed. */
  notCarried: Type.Array(LocalText, { maxItems: MOST_NOT_CARRIED }),
});
export type PackageInFile = Static<typeof PackageInFile>;

/** What was found in a file; what does not apply to its kind is null or empty. */
export const FoundInFile = closed({
  durationMs: nullable(Type.Integer()),
  /** As displayed. */
  width: nullable(Type.Integer()),
  height: nullable(Type.Integer()),
  rotation: nullable(Type.Integer()),
  videoCodec: nullable(Type.String()),
  audioCodec: nullable(Type.String()),
  /** Hundredths of a LUFS; null: nothing to hear. */
  loudnessHundredths: nullable(Type.Integer()),
  silent: Type.Array(Stretch),
  black: Type.Array(Stretch),
  /** Subtitles: how many there are. */
  cues: nullable(Type.Integer()),
  /** A file of slides: how many pages it has. */
  pages: nullable(Type.Integer()),
  /** A slide that is a page of such a file: which, and what it says. */
  page: nullable(
    closed({ of: Id, number: Type.Integer(), title: Type.String(), text: Type.String() }),
  ),
  /** A recording in which slides were looked for. */
  matched: nullable(MatchedInFile),
  /** A recording that a program listened to, by the language of the subtitles. */
  transcribed: closed({
    'zh-CN': nullable(TranscribedInFile),
    en: nullable(TranscribedInFile),
  }),
  /** Subtitles that a program made of what it heard, and that nobody has saved since. */
  isMachineMade: Type.Boolean(),
  courseware: nullable(PackageInFile),
});
export type FoundInFile = Static<typeof FoundInFile>;

/** Null where nobody waits for it. */
const Transcribing = nullable(
  closed({ state: oneOf(['waiting', 'listening'] as const), percent: Type.Integer() }),
);

export const DraftFile = closed({
  id: Id,
  kind: oneOf(DRAFT_FILE_KINDS),
  /** As it was called where it came from. */
  fileName: Type.String(),
  bytes: Type.Integer(),
  sha256: nullable(Type.String()),
  state: oneOf(['checking', 'usable', 'refused'] as const),
  /** How far the checking is. */
  percent: Type.Integer(),
  /** How far the looking for slides in a recording is; null where nobody asked for it. */
  matching: nullable(Type.Integer()),
  /** How far the subtitles are that a program makes of a recording, by their language. */
  transcribing: closed({ 'zh-CN': Transcribing, en: Transcribing }),
  /** Why it cannot be used: a reason of packaging or of rendering pages, `subtitles`, `picture`, `courseware` or `differs`. */
  problem: nullable(Type.String()),
  /** Of subtitles and courseware: where and why, in words. */
  detail: nullable(LocalText),
  found: nullable(FoundInFile),
  addedAt: Instant,
});
export type DraftFile = Static<typeof DraftFile>;

/** A file of which something is still to come. */
export const DraftUpload = closed({
  id: Id,
  kind: oneOf(DRAFT_FILE_KINDS),
  fileName: Type.String(),
  bytes: Type.Integer(),
  receivedBytes: Type.Integer(),
  /** As the sender gave it: by this the same file is known again. */
  fingerprint: Type.String(),
  startedAt: Instant,
});
export type DraftUpload = Static<typeof DraftUpload>;

export const DraftFiles = closed({
  files: Type.Array(DraftFile),
  uploads: Type.Array(DraftUpload),
  /** What this draft may hold, and holds already or has announced. */
  mostBytes: Type.Integer(),
  takenBytes: Type.Integer(),
  /** Whether presentations (PPTX, ODP) are taken: the machine has a program that turns them into PDF. */
  takesPresentations: Type.Boolean(),
  /** Whether subtitles can be made of a recording's speech: a program for that is configured. */
  hearsSpeech: Type.Boolean(),
});
export type DraftFiles = Static<typeof DraftFiles>;

const FileId = nullable(Id);
const ms = Type.Integer({ minimum: 0, maximum: 86_400_000 });
const typed = (most: number) => Type.String({ maxLength: most });

/** What a lecture of a draft is made of; kept as JSON in the place of a lesson's text. */
export const LectureForm = closed({
  recording: FileId,
  subtitles: closed({ 'zh-CN': FileId, en: FileId }),
  chapters: Type.Array(
    closed({ startMs: ms, title: closed({ 'zh-CN': typed(120), en: typed(120) }) }),
    { maxItems: 100 },
  ),
  /** Those without a moment wait, in their order, and are no part of what is published. */
  slides: Type.Array(
    closed({ startMs: nullable(ms), file: Id, title: typed(120), text: typed(4_000) }),
    { maxItems: 500 },
  ),
  /** The moment whose picture is the poster; null or, in drafts of before, left out: chosen by itself. */
  posterMs: Type.Optional(nullable(ms)),
  /**
   * The part of the recording that is the lecture; null: its beginning, or its end. All times here are those of the
   * recording, whatever is kept of it. Null or, in drafts of before, left out: all of it.
   */
  trim: Type.Optional(nullable(closed({ startMs: nullable(ms), endMs: nullable(ms) }))),
});
export type LectureForm = Static<typeof LectureForm>;

/** The longest that a lesson of courseware may take, as the course format has it. */
const MOST_COURSEWARE_MINUTES = 300;

/** What a lesson of courseware is made of; kept as JSON in the place of a lesson's text. */
export const CoursewareForm = closed({
  file: FileId,
  /** How long it takes; null while nobody has said so. */
  minutes: nullable(Type.Integer({ minimum: 1, maximum: MOST_COURSEWARE_MINUTES })),
});
export type CoursewareForm = Static<typeof CoursewareForm>;

export const PackagedLecture = closed({
  assetId: Type.String(),
  lessonId: Type.String(),
  title: LocalText,
  state: oneOf(['waiting', 'packaging', 'ready', 'failed', 'cancelled'] as const),
  percent: Type.Integer(),
  /** How many are packaged before it; null where it does not wait. */
  before: nullable(Type.Integer()),
  /** Seconds until it is ready, as far as can be told from the pace so far. */
  secondsLeft: nullable(Type.Integer()),
  problem: nullable(Type.String()),
  durationMs: Type.Integer(),
});
export type PackagedLecture = Static<typeof PackagedLecture>;

const author = { tag: 'drafts', access: 'author' } as const;
const one = { ...author, params: closed({ id: Id }) } as const;
const ofFile = { ...author, params: closed({ id: Id, fileId: Id }) } as const;
const ofUpload = { ...author, params: closed({ id: Id, uploadId: Id }) } as const;
const ofLecture = {
  ...author,
  params: closed({ id: Id, assetId: Type.String({ pattern: '^[0-9a-f]{40}$' }) }),
} as const;

export const listDraftFiles = endpoint({
  ...one,
  method: 'GET',
  url: '/api/v1/drafts/:id/files',
  summary: 'Files of a draft, and those that are still on their way',
  ok: { status: 200, schema: DraftFiles },
  problems: [401, 403, 404],
});

export const removeDraftFile = endpoint({
  ...ofFile,
  method: 'DELETE',
  url: '/api/v1/drafts/:id/files/:fileId',
  summary: 'Remove a file from a draft; what is published keeps it',
  ok: { status: 204, schema: Nothing },
  problems: [401, 403, 404, 409],
});

export const checkDraftFileAgain = endpoint({
  ...ofFile,
  method: 'POST',
  url: '/api/v1/drafts/:id/files/:fileId/check',
  summary: 'Look through a refused file once more',
  ok: { status: 204, schema: Nothing },
  problems: [401, 403, 404],
});

const cueMs = Type.Integer({ minimum: 0, maximum: 359_999_999 });

/** One subtitle: shown from one moment until another, ms. */
export const DraftCue = closed({
  startMs: cueMs,
  endMs: cueMs,
  text: Type.String({ maxLength: 1_000 }),
});
export type DraftCue = Static<typeof DraftCue>;

const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });

export const DraftSubtitles = closed({
  draft: closed({
    title: LocalText,
    state: oneOf(DRAFT_STATES),
    /** Who saved something of the draft last, and when. */
    savedBy: Type.String(),
    savedAt: Instant,
  }),
  fileName: Type.String(),
  sha256: Sha256,
  cues: Type.Array(DraftCue),
});
export type DraftSubtitles = Static<typeof DraftSubtitles>;

export const readDraftSubtitles = endpoint({
  ...ofFile,
  method: 'GET',
  url: '/api/v1/drafts/:id/files/:fileId/cues',
  summary: 'Subtitles of a draft, cue by cue',
  ok: {
    status: 200,
    schema: DraftSubtitles,
  },
  problems: [401, 403, 404],
});

export const saveDraftSubtitles = endpoint({
  ...ofFile,
  method: 'PUT',
  url: '/api/v1/drafts/:id/files/:fileId/cues',
  summary:
    'Save subtitles, in the order of their starts; sha256 is that of the file as it was read',
  // Three hours of talk.
  bodyBytes: 1_250_000,
  body: closed({ sha256: Sha256, cues: Type.Array(DraftCue, { minItems: 1, maxItems: 5_000 }) }),
  ok: { status: 200, schema: closed({ sha256: Sha256 }) },
  problems: [400, 401, 403, 404, 409, 412, 413, 507],
});

/** The sound of a recording, to be drawn. */
export const DraftWaveform = closed({
  /** Peaks for each second of the recording, from its beginning. */
  perSecond: Type.Integer({ minimum: 1, maximum: 255 }),
  /** Base64 of a byte for each: 255 times the square root of its share of full scale. */
  peaks: Type.String(),
});
export type DraftWaveform = Static<typeof DraftWaveform>;

export const readDraftWaveform = endpoint({
  ...ofFile,
  method: 'GET',
  url: '/api/v1/drafts/:id/files/:fileId/waveform',
  summary:
    'The sound of a recording, to be drawn; one taken in before there were waveforms has none',
  ok: { status: 200, schema: DraftWaveform },
  problems: [401, 403, 404],
});

export const matchDraftSlides = endpoint({
  ...ofFile,
  method: 'POST',
  url: '/api/v1/drafts/:id/files/:fileId/slides',
  summary: 'Look for slides in a recording, in this order; what was found is told with the files',
  body: closed({ slides: Type.Array(Id, { minItems: 2, maxItems: 500 }) }),
  ok: { status: 204, schema: Nothing },
  problems: [400, 401, 403, 404, 409],
});

export const transcribeDraftRecording = endpoint({
  ...ofFile,
  method: 'POST',
  url: '/api/v1/drafts/:id/files/:fileId/transcription',
  summary:
    "Have subtitles made of a recording's speech; how far that is, and what came of it, is told with the files",
  body: closed({ language: oneOf(['zh-CN', 'en'] as const) }),
  ok: { status: 204, schema: Nothing },
  problems: [400, 401, 403, 404, 409, 507],
});

export const listPackaging = endpoint({
  ...one,
  method: 'GET',
  url: '/api/v1/drafts/:id/packaging',
  summary: 'How far the lectures of the published version are packaged',
  ok: { status: 200, schema: closed({ items: Type.Array(PackagedLecture) }) },
  problems: [401, 403, 404],
});

export const cancelPackaging = endpoint({
  ...ofLecture,
  method: 'DELETE',
  url: '/api/v1/drafts/:id/packaging/:assetId',
  summary: 'Stop the packaging of a lecture; what was finished of it is kept',
  ok: { status: 204, schema: Nothing },
  problems: [400, 401, 403, 404],
});

export const packageAgain = endpoint({
  ...ofLecture,
  method: 'POST',
  url: '/api/v1/drafts/:id/packaging/:assetId',
  summary: 'Package a lecture again that failed or was stopped; it goes on where it stopped',
  ok: { status: 204, schema: Nothing },
  problems: [400, 401, 403, 404],
});

/** These three, and HEAD, are the tus protocol 1.0 with its extensions creation and termination. */
export const announceDraftUpload = endpoint({
  ...one,
  method: 'POST',
  url: '/api/v1/drafts/:id/uploads',
  summary:
    'Announce a file (tus 1.0): Upload-Length, and Upload-Metadata with filename, purpose (lecture, text or courseware) and, if known, fingerprint and sha256; Location is where its pieces go',
  ok: { status: 201, schema: Nothing },
  problems: [400, 401, 403, 404, 409, 412, 413, 507],
});

export const sendDraftPiece = endpoint({
  ...ofUpload,
  method: 'PATCH',
  url: '/api/v1/drafts/:id/uploads/:uploadId',
  summary:
    'Send a piece (tus 1.0) as application/offset+octet-stream from Upload-Offset on, which HEAD of this address tells',
  ok: { status: 204, schema: Nothing },
  problems: [400, 401, 403, 404, 409, 412, 413, 507],
});

export const cancelDraftUpload = endpoint({
  ...ofUpload,
  method: 'DELETE',
  url: '/api/v1/drafts/:id/uploads/:uploadId',
  summary: 'Give a file up that is on its way (tus 1.0); what came of it is removed',
  ok: { status: 204, schema: Nothing },
  problems: [401, 403, 404],
});
