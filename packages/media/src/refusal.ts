/** Why a file is refused before anything is made of it. */
export type ProbeRefusalReason =
  | 'unreadable'
  | 'empty'
  | 'not-a-video'
  | 'playlist'
  | 'truncated'
  | 'no-video'
  | 'no-audio'
  | 'unsupported-codec'
  | 'too-long'
  | 'too-large'
  | 'too-small'
  | 'aborted';

/** Why a lecture could not be packaged; the reasons of probing are among them. */
export type PackageRefusalReason =
  | ProbeRefusalReason
  | 'bad-subtitles'
  | 'length-differs'
  | 'disk-full'
  | 'too-slow'
  | 'too-much-memory'
  | 'output-too-large'
  | 'target-occupied'
  | 'encoder-failed';

/** A refusal is a value. `detail` is for the operator's log, in English, never for a learner. */
export interface Refusal<Reason extends string> {
  readonly ok: false;
  readonly reason: Reason;
  readonly detail: string;
}

export type ProbeRefusal = Refusal<ProbeRefusalReason>;
export type PackageRefusal = Refusal<PackageRefusalReason>;

/** Builds a refusal; `detail` keeps only its end, where programs say what went wrong. */
export function refuse<Reason extends string>(reason: Reason, detail: string): Refusal<Reason> {
  return { ok: false, reason, detail: detail.trim().slice(-2_000) };
}

/** True for errors by which the system says that no more can be written: full disk or full quota. */
export function isDiskFull(error: unknown): boolean {
  return hasCode(error, 'ENOSPC') || hasCode(error, 'EDQUOT');
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
