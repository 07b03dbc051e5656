// Saves a lesson's text by itself when typing stops, by the same form that its button sends. A text that
// could not be saved stays in the page and is tried again; one that somebody else changed waits for its author.
import type { ActionResult } from '$app/forms';

/** Long enough to finish a sentence's word, short enough that little is lost with a flat battery. */
const PAUSE_MS = 2_500;
const RETRY_MS = 5_000;
/** On a link so poor that nothing comes back, what is typed meanwhile must not wait for ever. */
const PATIENCE_MS = 30_000;

export type SaveState = 'saved' | 'waiting' | 'saving' | 'unreachable' | 'refused' | 'conflict';

type Answered = Record<string, unknown> | undefined;

const versionIn = (data: Answered): number | null => {
  const version = data?.['version'];
  return typeof version === 'number' ? version : null;
};

const isConflict = (data: Answered): boolean => {
  const problem = data?.['problem'];
  return (
    typeof problem === 'object' &&
    problem !== null &&
    'code' in problem &&
    problem.code === 'draft-changed-elsewhere'
  );
};

export class TextSaver {
  text = $state('');
  version = $state(0);
  state = $state<SaveState>('saved');
  #kept = $state('');
  #sent = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(text: string, version: number) {
    this.text = text;
    this.version = version;
    this.#kept = text;
  }

  get isChanged(): boolean {
    return this.text !== this.#kept;
  }

  /** A page that came back with a refusal: what was typed is not what is kept. */
  refuse(typed: string, state: 'refused' | 'conflict'): void {
    this.text = typed;
    this.state = state;
  }

  /** Something was typed. */
  touch(send: () => void): void {
    // After a conflict its author decides when; otherwise the next attempt takes this along.
    if (['conflict', 'saving', 'unreachable'].includes(this.state)) return;
    this.state = this.isChanged ? 'waiting' : 'saved';
    this.#plan(this.isChanged ? PAUSE_MS : null, send);
  }

  /** An attempt begins; `giveUp` is called when it takes too long. */
  begin(giveUp: () => void, send: () => void): void {
    this.#sent = this.text;
    this.state = 'saving';
    this.#plan(PATIENCE_MS, () => {
      giveUp();
      this.#retryLater(send);
    });
  }

  /** What came of it; whether the page is to be read anew. */
  settle(result: ActionResult<Answered, Answered>, send: () => void): boolean {
    if (result.type === 'success') {
      this.version = versionIn(result.data) ?? this.version;
      this.#kept = this.#sent;
      this.state = this.isChanged ? 'waiting' : 'saved';
      this.#plan(this.isChanged ? PAUSE_MS : null, send);
      return true;
    }
    if (result.type === 'failure') {
      this.stop();
      this.state = isConflict(result.data) ? 'conflict' : 'refused';
      return true;
    }
    this.#retryLater(send);
    return false;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #retryLater(send: () => void): void {
    this.state = 'unreachable';
    this.#plan(RETRY_MS, send);
  }

  #plan(ms: number | null, send: () => void): void {
    clearTimeout(this.#timer);
    if (ms !== null) this.#timer = setTimeout(send, ms);
  }
}
