import { Type, type Static } from 'typebox';
import { CreditEntryView } from './credit.ts';
import { BinaryFile, closed, endpoint, Id, Instant, LocalText, nullable, Year } from './shared.ts';

/** A deed of a person, or of the system itself where nobody is named. */
const Deed = closed({
  entryId: Id,
  at: Instant,
  by: nullable(Type.String()),
  reason: nullable(Type.String()),
});

const LessonEvidence = closed({
  lesson: LocalText,
  kind: Type.String(),
  completedAt: nullable(Instant),
  watchedMs: nullable(Type.Integer()),
  durationMs: nullable(Type.Integer()),
  percent: nullable(Type.Integer()),
  /** What of it was watched without a link, not verified. */
  offlineMs: Type.Optional(Type.Integer()),
  /** How long courseware was open, by the server's clock; left out for other kinds. */
  openMs: Type.Optional(Type.Integer()),
  /** Quizzes: each attempt that was handed in. */
  attempts: Type.Array(
    closed({
      number: Type.Integer(),
      submittedAt: Instant,
      percent: nullable(Type.Integer()),
      passed: nullable(Type.Boolean()),
    }),
  ),
  /** Cases: each run that came to an ending. */
  runs: Type.Array(closed({ number: Type.Integer(), endedAt: Instant, decisions: Type.Integer() })),
});

/** What an entry of the ledger rests on. */
export const EntryEvidence = closed({
  person: closed({ id: Id, name: Type.String() }),
  year: Year,
  entry: CreditEntryView,
  revision: nullable(Type.Integer()),
  sourceType: Type.String(),
  sourceKey: Type.String(),
  previousHash: Type.String(),
  /** Whether the hash, computed anew just now, is the one that was written. */
  hashHolds: Type.Boolean(),
  /** Who posted it; null: the system, by the rules. */
  postedBy: nullable(Type.String()),
  /** The second person of a correction that takes one. */
  confirmedBy: nullable(Type.String()),
  study: nullable(closed({ startedAt: Instant, completedAt: nullable(Instant) })),
  lessons: Type.Array(LessonEvidence),
  /** The entry that this one corrects. */
  corrects: nullable(closed({ entryId: Id, title: LocalText })),
  reversal: nullable(Deed),
  reinstatement: nullable(Deed),
});
export type EntryEvidence = Static<typeof EntryEvidence>;

export const readOwnEntry = endpoint({
  method: 'GET',
  url: '/api/v1/me/credit-entries/:entryId',
  summary: 'What an entry of one’s own record rests on',
  tag: 'record',
  access: 'signed_in',
  params: closed({ entryId: Id }),
  ok: { status: 200, schema: EntryEvidence },
  problems: [400, 401, 404],
});

export const readPersonEntry = endpoint({
  method: 'GET',
  url: '/api/v1/people/:id/credit-entries/:entryId',
  summary: 'What an entry in the record of a person in the caller’s subtree rests on',
  tag: 'record',
  access: 'unit_reader',
  params: closed({ id: Id, entryId: Id }),
  ok: { status: 200, schema: EntryEvidence },
  problems: [400, 401, 404],
});

export const downloadRecordFile = endpoint({
  method: 'GET',
  url: '/api/v1/me/record-file',
  summary: 'One’s own record of a year, or of all years, as a signed file',
  tag: 'record',
  access: 'signed_in',
  query: closed({ year: Type.Optional(Year) }),
  ok: { status: 200, schema: BinaryFile },
  problems: [400, 401],
});

export const exportOwnData = endpoint({
  method: 'GET',
  url: '/api/v1/me/data',
  summary: 'Everything that is kept about oneself, as a ZIP of JSON and CSV files',
  tag: 'record',
  access: 'signed_in',
  ok: { status: 200, schema: BinaryFile },
  problems: [401],
});
