import type { CheckAnswer, PresenceCheck, QuestionExplanation } from '@xueshi/contracts';
import { request } from '../api-client.ts';

export interface PresenceEvents {
  /** Somebody is there: what the answer says of the lecture, and what was asked. */
  passed(answer: CheckAnswer, check: PresenceCheck): void;
  /** All is answered and read: playing may go on. */
  goOn(): void;
  /** What was watched since the last proof was taken back, or the part that a question closes. */
  takenBack(answer: CheckAnswer, check: PresenceCheck): void;
}

export type PresenceNote = 'wrong' | 'asked-again' | 'unreachable' | null;

/** An answer may be on its way for so long after the time is up, ms; more than the server's grace. */
const LATE_MS = 6_000;

/** A presence check (在线确认) while it waits for its answer: a word, or a question of the author's own. */
export class PresenceState {
  check = $state.raw<PresenceCheck | null>(null);
  /** Of the question that was answered right, while it is read. */
  explanation = $state.raw<QuestionExplanation | null>(null);
  /** What is asked once the explanation was read. */
  next = $state.raw<PresenceCheck | null>(null);
  note = $state<PresenceNote>(null);
  isSending = $state(false);
  /** By the page's own clock, which only shows it: the server's decides. */
  secondsLeft = $state(0);
  /** Whatever is answered now is too late, and the check will be asked anew. */
  isOver = $state(false);

  readonly #events: PresenceEvents;
  readonly #settled = new Set<string>();
  #endsAt = 0;
  #nextSince = 0;

  constructor(events: PresenceEvents) {
    this.#events = events;
  }

  /** Whether the dialog stands before the picture. */
  get isShown(): boolean {
    return this.check !== null || this.explanation !== null;
  }

  /** Whether it is over here, though a report that was on its way meanwhile still names it. */
  isSettled(check: PresenceCheck): boolean {
    return this.#settled.has(check.id);
  }

  /** The same check comes with every answer until it is settled. */
  ask(check: PresenceCheck): void {
    if (this.explanation) {
      this.next = check;
      this.#nextSince = performance.now();
      return;
    }
    if (this.check?.id !== check.id) this.note = null;
    this.#show(check, performance.now());
  }

  #show(check: PresenceCheck, since: number): void {
    this.check = check;
    this.#endsAt = since + check.secondsLeft * 1000;
    this.tick();
  }

  tick(): void {
    const leftMs = this.#endsAt - performance.now();
    this.secondsLeft = Math.max(0, Math.ceil(leftMs / 1000));
    this.isOver = leftMs < -LATE_MS;
  }

  /** Places from 0: one for a word, all that were chosen for a question. */
  async answer(places: readonly number[]): Promise<void> {
    const { check } = this;
    if (!check || this.isSending) return;
    this.isSending = true;
    const url = `/api/v1/presence-checks/${check.id}/answer`;
    const body = check.kind === 'word' ? { option: places[0] ?? 0 } : { options: places };
    const answer = await request<CheckAnswer>({ method: 'POST', url, body });
    this.isSending = false;
    if (answer.ok) this.#settle(check, answer.data);
    else this.note = 'unreachable';
  }

  #settle(check: PresenceCheck, answer: CheckAnswer): void {
    const { result, check: next, explanation } = answer;
    if (result !== 'wrong') this.#settled.add(check.id);
    if (result === 'wrong' || result === 'asked-again') {
      // One that was asked again elsewhere comes with the next report.
      this.check = null;
      if (!next) return;
      this.ask(next);
      this.note = result;
      return;
    }
    this.check = null;
    this.note = null;
    this.explanation = explanation;
    if (result === 'passed') this.#events.passed(answer, check);
    else this.#events.takenBack(answer, check);
    if (next) this.ask(next);
    else if (result === 'passed' && !explanation) this.#events.goOn();
  }

  /** The explanation was read. */
  goOn(): void {
    const { next } = this;
    this.explanation = null;
    this.next = null;
    if (next) this.#show(next, this.#nextSince);
    else this.#events.goOn();
  }
}
