import type { CheckAnswer, PresenceCheck } from '@xueshi/contracts';
import { request } from '../api-client.ts';

export interface PresenceEvents {
  /** Somebody is there: playing may go on. */
  passed(answer: CheckAnswer): void;
  /** What was watched since the last proof was taken back. */
  missed(answer: CheckAnswer): void;
}

export type PresenceNote = 'wrong' | 'asked-again' | 'unreachable' | null;

/** A presence check (在线确认) while it waits for its answer. */
export class PresenceState {
  check = $state.raw<PresenceCheck | null>(null);
  note = $state<PresenceNote>(null);
  isSending = $state(false);
  /** By the page's own clock, which only shows it: the server's decides. */
  secondsLeft = $state(0);

  readonly #events: PresenceEvents;
  #endsAt = 0;

  constructor(events: PresenceEvents) {
    this.#events = events;
  }

  /** The same check comes with every answer until it is settled. */
  ask(check: PresenceCheck): void {
    if (this.check?.id !== check.id) this.note = null;
    this.check = check;
    this.#endsAt = performance.now() + check.secondsLeft * 1000;
    this.tick();
  }

  tick(): void {
    this.secondsLeft = Math.max(0, Math.ceil((this.#endsAt - performance.now()) / 1000));
  }

  async answer(option: number): Promise<void> {
    const { check } = this;
    if (!check || this.isSending) return;
    this.isSending = true;
    const url = `/api/v1/presence-checks/${check.id}/answer`;
    const answer = await request<CheckAnswer>({ method: 'POST', url, body: { option } });
    this.isSending = false;
    if (!answer.ok) {
      this.note = 'unreachable';
      return;
    }
    const { result, check: next } = answer.data;
    if (next) {
      this.ask(next);
      this.note = result === 'wrong' ? 'wrong' : 'asked-again';
      return;
    }
    this.check = null;
    this.note = null;
    if (result === 'passed') this.#events.passed(answer.data);
    else if (result === 'missed') this.#events.missed(answer.data);
  }
}
