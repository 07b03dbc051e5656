// How much the banks have for each rule: asked for when typing stops, and again where no answer came.
import type { DrawMatches, QuizForm } from '@xueshi/contracts';
import { request } from '#lib/features/learning/api-client.ts';

type Draw = QuizForm['draws'][number];

const PAUSE_MS = 400;

export class DrawCounts {
  matches = $state<DrawMatches | null>(null);
  state = $state<'counting' | 'known' | 'unreachable'>('counting');
  #asked = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Counts anew where what a rule asks for changed. */
  ask(draws: readonly Draw[], pauseMs = PAUSE_MS): void {
    const asked = JSON.stringify(draws.map((draw) => ({ ...draw, count: 1, caseSets: null })));
    if (asked === this.#asked && this.state !== 'unreachable') return;
    this.#asked = asked;
    this.state = 'counting';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#count(asked), pauseMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #count(asked: string): Promise<void> {
    const answer = await request<DrawMatches>({
      method: 'POST',
      url: '/api/v1/studio/draw-counts',
      body: { draws: JSON.parse(asked) as unknown },
    });
    // Something else is asked for meanwhile.
    if (asked !== this.#asked) return;
    if (answer.ok) this.matches = answer.data;
    this.state = answer.ok ? 'known' : 'unreachable';
  }
}

/** How many the rule wants; null: not said yet. */
export const wantedBy = ({ count, caseSets }: Draw): number | null => count ?? caseSets;

/** Whether the rule draws whole case-sets. */
export const isOfSets = ({ count, caseSets }: Draw): boolean => count === null && caseSets !== null;
