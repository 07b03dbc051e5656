import type { QuizAnswer, QuizAttempt } from '@xueshi/contracts';
import { isAnswered } from '@xueshi/domain';
import { request } from '../api-client.ts';
import { retryDelayMs } from '../watching/beat-queue.ts';

export type AnswerState = 'saved' | 'saving' | 'waiting' | 'refused';

/** How long after the last letter a text is saved. */
const TYPING_PAUSE_MS = 800;

/** The answers of an open attempt, each saved as it is chosen. */
export class QuizState {
  answers = $state<Record<string, QuizAnswer | null>>({});
  states = $state<Record<string, AnswerState>>({});
  problem = $state<string | null>(null);

  readonly #attemptId: string;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #underWay = new Set<string>();
  #isGone = false;

  constructor(attempt: QuizAttempt) {
    this.#attemptId = attempt.id;
    for (const { id, answer } of attempt.items) this.answers[id] = answer;
  }

  get state(): AnswerState | null {
    const states = Object.values(this.states);
    if (states.length === 0) return null;
    return (
      (['refused', 'waiting', 'saving'] as const).find((state) => states.includes(state)) ?? 'saved'
    );
  }

  /** Saves at once, or when typing pauses. */
  answer(itemId: string, answer: QuizAnswer, isTyping: boolean): void {
    this.answers[itemId] = answer;
    clearTimeout(this.#timers.get(itemId));
    if (!isTyping) void this.#save(itemId, 0);
    else
      this.#timers.set(
        itemId,
        setTimeout(() => void this.#save(itemId, 0), TYPING_PAUSE_MS),
      );
  }

  /** Whoever hands in or leaves needs no more saving: the hand-in carries all answers. */
  stop(): void {
    this.#isGone = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  async #save(itemId: string, attempt: number): Promise<void> {
    // One request at a time per item, so that an older choice never overtakes a newer one.
    if (this.#isGone || this.#underWay.has(itemId)) return;
    this.#underWay.add(itemId);
    if (attempt === 0) this.states[itemId] = 'saving';
    const sent = this.answers[itemId] ?? null;
    const url = `/api/v1/quiz-attempts/${this.#attemptId}/answers/${encodeURIComponent(itemId)}`;
    const answer = await request<null>({
      method: 'PUT',
      url,
      body: { answer: isAnswered(sent) ? sent : null },
    });
    this.#underWay.delete(itemId);
    if (this.answers[itemId] !== sent) return this.#save(itemId, 0);
    if (answer.ok) {
      this.states[itemId] = 'saved';
    } else if (answer.status === 0 || answer.status === 429 || answer.status >= 500) {
      this.states[itemId] = 'waiting';
      const delayMs = retryDelayMs(attempt, Math.random());
      this.#timers.set(
        itemId,
        setTimeout(() => void this.#save(itemId, attempt + 1), delayMs),
      );
    } else {
      this.states[itemId] = 'refused';
      this.problem = answer.problem?.title ?? null;
    }
  }
}
