// The log of one kept lesson: every entry stands on the one before, hashed with the permission's key.
// The key lies here, on the learner's own device, so the log can be forged; it is marked accordingly.
import type { OfflineEntry } from '@xueshi/contracts';
import { linkText, type StudyEntry } from '@xueshi/domain/watching/offline-study';
import { setOwner } from './owner.ts';
import { keptLesson, saveStudy, type KeptLesson } from './kept-store.ts';

export type Deed =
  | { readonly kind: 'opened' | 'read' | 'begun' }
  | { readonly kind: 'watched'; readonly spans: OfflineEntry['spans'] }
  | { readonly kind: 'decided'; readonly decision: { nodeId: string; optionId: string } };

type Change = Partial<Pick<KeptLesson, 'positionMs' | 'played' | 'path' | 'isDone'>>;

const toBase64Url = (bytes: ArrayBuffer) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (one) => one.charCodeAt(0));
}

/** One sitting with a kept lesson. */
export class StudyLog {
  readonly #id: string;
  readonly #sitting = crypto.randomUUID().replaceAll('-', '');
  readonly #beganMs = performance.now();
  readonly #key: Promise<CryptoKey>;
  /** Entries are written one after the other: each needs the hash of the last. */
  #writing: Promise<unknown> = Promise.resolve();

  constructor({ id, permission, personId }: KeptLesson) {
    this.#id = id;
    this.#key = crypto.subtle.importKey(
      'raw',
      fromBase64Url(permission.logKey),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['sign'],
    );
    setOwner(personId);
  }

  /** Ms since this sitting began. */
  now(): number {
    return Math.floor(performance.now() - this.#beganMs);
  }

  /** Writes down what happened, and how the lesson stands after it. */
  write(deed: Deed, change: Change = {}): Promise<void> {
    const at = { monoMs: this.now(), wallMs: Date.now() };
    const written = this.#writing.then(() => this.#append(deed, change, at));
    // One that could not be written must not stop those after it.
    this.#writing = written.catch(() => undefined);
    return written;
  }

  async #append(
    deed: Deed,
    change: Change,
    at: { monoMs: number; wallMs: number },
    triesLeft = 3,
  ): Promise<void> {
    const lesson = await keptLesson(this.#id);
    if (!lesson) return;
    const entry: StudyEntry = {
      seq: lesson.lastSeq + 1,
      kind: deed.kind,
      sitting: this.#sitting,
      ...at,
      spans: deed.kind === 'watched' ? deed.spans : [],
      decision: deed.kind === 'decided' ? deed.decision : null,
    };
    const text = new TextEncoder().encode(linkText(lesson.headHash, entry));
    const hash = toBase64Url(await crypto.subtle.sign('HMAC', await this.#key, text));
    const spans = entry.spans.map(([from, to, rate]): [number, number, number] => [from, to, rate]);
    try {
      await saveStudy(this.#id, { ...entry, spans, hash }, change);
    } catch (error) {
      // The same lesson in another tab wrote in between: this entry stands on that one.
      if (triesLeft === 0) throw error;
      await this.#append(deed, change, at, triesLeft - 1);
    }
  }
}
