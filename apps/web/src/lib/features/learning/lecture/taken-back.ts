/** Watched time that a presence check took back, and where one goes on; ms. */
export interface TakenBack {
  readonly ms: number;
  readonly resumeMs: number;
  /** The moment of the question that was answered wrong; null where a check was missed. */
  readonly questionAtMs: number | null;
}
