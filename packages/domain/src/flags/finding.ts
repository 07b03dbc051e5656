/** What findings are told in: names ending in Ms are ms, in Percent whole per cent, the others counts. */
export type FigureName =
  | 'countedMs'
  | 'stretchMs'
  | 'claimedMs'
  | 'missingMs'
  | 'aheadMs'
  | 'withoutInputMs'
  | 'spreadMs'
  | 'tookMs'
  | 'people'
  | 'reports'
  | 'answers'
  | 'takeovers'
  | 'items'
  | 'conflicts'
  | 'badNonces'
  | 'lectures'
  | 'hiddenPercent'
  | 'sentPercent';

export type Figures = Readonly<Partial<Record<FigureName, number>>>;

/** A stretch of what was seen: times in ms since 1970, and figures in the unit that the rule names. */
export interface Seen {
  readonly fromMs: number;
  readonly toMs: number;
  /** The playback it was seen in; null where it is about none. */
  readonly sessionId: string | null;
  readonly figures: Figures;
}

/**
 * What one rule found conspicuous: never a proof, always something for a person to look at.
 * Source: TRUST.md §2.8.
 */
export interface Finding {
  /** The playback it is about; empty where it is about the whole day. */
  readonly subject: string;
  /** What the sentence about it says. */
  readonly figures: Figures;
  readonly seen: readonly Seen[];
}

/** A heartbeat as the rules look at it. */
export interface SeenBeat {
  readonly sessionId: string;
  /** When it arrived, ms since 1970. */
  readonly atMs: number;
  /** Media time that it claimed and that was granted for it, ms. */
  readonly claimedMs: number;
  readonly grantedMs: number;
  readonly visible: boolean;
  /** How long ago the person last touched mouse, keyboard or screen, ms. */
  readonly sinceInputMs: number;
}

/** Most rows of evidence that a finding carries. */
export const MOST_SEEN = 40;

/** The heartbeats by playback, each in the order given. */
export function bySession(beats: readonly SeenBeat[]): Map<string, SeenBeat[]> {
  return Map.groupBy(beats, (beat) => beat.sessionId);
}

/** One row of evidence for each playback: from its first beat to its last, with a figure. */
export function seenBySession(
  beats: readonly SeenBeat[],
  figures: (beats: readonly SeenBeat[]) => Figures,
): Seen[] {
  return [...bySession(beats)]
    .map(([sessionId, own]) => ({
      fromMs: own[0]?.atMs ?? 0,
      toMs: own.at(-1)?.atMs ?? 0,
      sessionId,
      figures: figures(own),
    }))
    .slice(0, MOST_SEEN);
}
