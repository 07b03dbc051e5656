import type { OfflineForm, OfflinePermission } from '@xueshi/contracts';
import { request } from '#lib/features/learning/api-client.ts';
import { fetchFiles, roomLeft, withKeptUrls, type FetchEnd } from './kept-files.ts';
import { allKept, isExpired, saveKept, type KeptLesson } from './kept-store.ts';
import { setOwner } from './owner.ts';
import { registerWorker } from './register.ts';
import { forget } from './return-study.ts';

export interface Room {
  readonly needBytes: number;
  readonly leftBytes: number;
}

export type KeepState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'preparing' }
  | { readonly kind: 'fetching'; readonly doneBytes: number; readonly bytes: number }
  | { readonly kind: 'broken' }
  /** null: the browser does not say what is left, or was wrong. */
  | { readonly kind: 'full'; readonly room: Room | null }
  | { readonly kind: 'failed'; readonly title: string | null };

export interface Wanted {
  readonly slug: string;
  readonly lessonKey: string;
  readonly form: OfflineForm;
}

/** Keeps one lesson on this device: with progress, a stop, and going on after the link broke. */
export class Keeper {
  state = $state.raw<KeepState>({ kind: 'idle' });
  kept = $state.raw<KeptLesson | null>(null);

  readonly #personId: string;
  readonly #isCounted: boolean;
  #stop = new AbortController();

  constructor(personId: string, isCounted: boolean, kept: KeptLesson | null) {
    this.#personId = personId;
    this.#isCounted = isCounted;
    this.kept = kept;
  }

  get isBusy(): boolean {
    return this.state.kind === 'preparing' || this.state.kind === 'fetching';
  }

  stop(): void {
    this.#stop.abort();
  }

  async keep(wanted: Wanted): Promise<void> {
    this.#stop = new AbortController();
    this.state = { kind: 'preparing' };
    const worker = await registerWorker();
    if (worker !== 'works') {
      this.state = worker === 'full' ? { kind: 'full', room: null } : { kind: 'broken' };
      return;
    }
    try {
      const lesson = (await this.#begun(wanted)) ?? (await this.#permit(wanted));
      if (lesson) await this.#fetch(lesson);
    } catch {
      this.state = { kind: 'failed', title: null };
    }
  }

  /** One that was begun and not brought to an end, in this form. */
  async #begun({ slug, lessonKey, form }: Wanted): Promise<KeptLesson | null> {
    const found = (await allKept()).find(
      ({ lesson, permission, isComplete, personId }) =>
        personId === this.#personId &&
        lesson?.courseSlug === slug &&
        lesson.key === lessonKey &&
        permission.form === form &&
        !isComplete,
    );
    return found && !isExpired(found) ? found : null;
  }

  async #permit(wanted: Wanted): Promise<KeptLesson | null> {
    const url = '/api/v1/offline-permissions';
    const answer = await request<OfflinePermission>({ method: 'POST', url, body: wanted });
    if (!answer.ok) {
      this.state =
        answer.status === 0
          ? { kind: 'broken' }
          : { kind: 'failed', title: answer.problem?.title ?? null };
      return null;
    }
    const { lesson, ...permission } = answer.data;
    return {
      id: permission.id,
      personId: this.#personId,
      permission: {
        ...permission,
        caseScript: withKeptUrls(this.#personId, permission.caseScript),
      },
      lesson: withKeptUrls(this.#personId, lesson),
      isComplete: false,
      isCounted: this.#isCounted,
      lastSeq: 0,
      headHash: permission.id,
      sentSeq: 0,
      positionMs: lesson.kind === 'lecture' ? lesson.resumeMs : 0,
      played: [],
      path: [],
      isDone: false,
      outcome: null,
      problem: null,
    };
  }

  async #fetch(lesson: KeptLesson): Promise<void> {
    const { personId, permission } = lesson;
    const { bytes } = permission;
    const leftBytes = await roomLeft();
    if (leftBytes !== null && leftBytes < bytes) {
      this.state = { kind: 'full', room: { needBytes: bytes, leftBytes } };
      return;
    }
    // Without this a browser short of space may throw away what was kept; asking costs nothing.
    void navigator.storage?.persist?.();
    setOwner(personId);
    await saveKept(lesson);
    this.state = { kind: 'fetching', doneBytes: 0, bytes };
    const end = await fetchFiles({
      personId,
      permission,
      signal: this.#stop.signal,
      progressed: (doneBytes) => (this.state = { kind: 'fetching', doneBytes, bytes }),
    });
    await this.#ended(lesson, end);
  }

  async #ended(lesson: KeptLesson, end: FetchEnd): Promise<void> {
    if (end === 'done') {
      const complete = { ...lesson, isComplete: true };
      await saveKept(complete);
      await this.#forgetOlder(complete);
      this.kept = complete;
      this.state = { kind: 'idle' };
    } else if (end === 'full') {
      this.kept = lesson;
      this.state = { kind: 'full', room: null };
    } else if (end === 'refused') {
      await forget(lesson);
      this.state = { kind: 'failed', title: null };
    } else {
      this.kept = lesson;
      this.state = end === 'broken' ? { kind: 'broken' } : { kind: 'idle' };
    }
  }

  /** The same lesson kept before goes, unless study of it waits to be sent. */
  async #forgetOlder(newest: KeptLesson): Promise<void> {
    for (const other of await allKept()) {
      const isSame =
        other.personId === newest.personId &&
        other.id !== newest.id &&
        other.lesson?.courseSlug === newest.lesson?.courseSlug &&
        other.lesson?.key === newest.lesson?.key;
      if (isSame && other.lastSeq === other.sentSeq) await forget(other);
    }
  }
}
