// Files on their way: several at once, each of which can rest and go on, also after the link or the page was gone.
import type { DraftUpload } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import type { Upload } from 'tus-js-client';
import { fingerprintOf, sha256Of } from './fingerprint.ts';

/** What files are sent for: a lecture, the texts of a course, courseware, or to become a course. */
export type UploadPurpose = 'lecture' | 'text' | 'courseware' | 'package';

/** What of an unfinished upload tells the same file, and where it goes on. */
export type BegunUpload = Pick<DraftUpload, 'id' | 'fingerprint'>;

/** Where the files of a draft are sent to. */
export const uploadsOf = (draftId: string) => `/api/v1/drafts/${draftId}/uploads`;

export type TransferState = 'waiting' | 'sending' | 'paused' | 'unreachable' | 'done' | 'failed';

/** As large as ten minutes carry over a hundred kilobits a second. */
const PIECE_BYTES = 5 * 1024 * 1024;
const MOST_AT_ONCE = 3;
const RETRY_MS = [0, 1_000, 3_000, 5_000, 10_000, 20_000];

export class Transfer {
  readonly file: File;
  readonly fingerprint: string;
  state: TransferState = $state('waiting');
  sentBytes = $state(0);
  /** The server's own words. */
  problem: string | null = $state(null);
  /** Where it goes on; known once it was announced. */
  url: string | null;
  upload: Upload | null = null;

  constructor(file: File, fingerprint: string, url: string | null) {
    this.file = file;
    this.fingerprint = fingerprint;
    this.url = url;
  }
}

export class Sender {
  readonly #address: string;
  readonly #purpose: UploadPurpose;
  /** Something changed on the server; gives whether it is seen now. */
  readonly #arrived: () => Promise<boolean>;
  transfers: Transfer[] = $state([]);

  constructor(
    address: string,
    arrived: () => Promise<boolean>,
    purpose: UploadPurpose = 'lecture',
  ) {
    this.#purpose = purpose;
    this.#address = address;
    this.#arrived = arrived;
  }

  get isSending(): boolean {
    return this.transfers.some(({ state }) =>
      ['waiting', 'sending', 'unreachable'].includes(state),
    );
  }

  /** Takes files in; one of which a part is on the server already goes on from there. */
  async take(files: readonly File[], unfinished: readonly BegunUpload[]): Promise<void> {
    for (const file of files) {
      const fingerprint = await fingerprintOf(file);
      if (this.#isUnderWay(fingerprint)) continue;
      const begun = unfinished.find((one) => one.fingerprint === fingerprint);
      const url = begun ? `${this.#address}/${begun.id}` : null;
      const transfer = new Transfer(file, fingerprint, url);
      this.transfers = [
        ...this.transfers.filter((one) => one.fingerprint !== fingerprint),
        transfer,
      ];
    }
    this.#next();
  }

  #isUnderWay(fingerprint: string): boolean {
    return this.transfers.some(
      (one) => one.fingerprint === fingerprint && !['failed', 'done'].includes(one.state),
    );
  }

  /** Whether an unfinished upload is being sent from this page. */
  isOf(upload: BegunUpload): boolean {
    return this.#isUnderWay(upload.fingerprint);
  }

  async pause(transfer: Transfer): Promise<void> {
    transfer.state = 'paused';
    await transfer.upload?.abort();
    void this.#arrived();
    this.#next();
  }

  resume(transfer: Transfer): void {
    transfer.state = 'waiting';
    this.#next();
  }

  /** The link is back: what could not be reached goes on by itself. */
  reachable(): void {
    for (const one of this.transfers) if (one.state === 'unreachable') this.resume(one);
  }

  async cancel(transfer: Transfer): Promise<void> {
    await transfer.upload?.abort();
    if (transfer.url) await this.forget(transfer.url);
    this.transfers = this.transfers.filter((one) => one !== transfer);
    void this.#arrived();
    this.#next();
  }

  /** Removes what came of an upload. */
  async forget(url: string): Promise<void> {
    await fetch(url, { method: 'DELETE', headers: { 'tus-resumable': '1.0.0' } }).catch(
      () => undefined, // It is swept in two weeks.
    );
  }

  forgetBegun({ id }: BegunUpload): Promise<void> {
    return this.forget(`${this.#address}/${id}`);
  }

  stop(): void {
    for (const one of this.transfers) void one.upload?.abort();
  }

  #next(): void {
    const sending = this.transfers.filter(({ state }) => state === 'sending').length;
    const waiting = this.transfers.filter(({ state }) => state === 'waiting');
    for (const transfer of waiting.slice(0, Math.max(0, MOST_AT_ONCE - sending)))
      void this.#send(transfer);
  }

  async #send(transfer: Transfer): Promise<void> {
    transfer.state = 'sending';
    transfer.problem = null;
    const [{ Upload }, sha256] = await Promise.all([
      import('tus-js-client'),
      transfer.url ? null : sha256Of(transfer.file),
    ]);
    const upload = new Upload(transfer.file, {
      endpoint: this.#address,
      uploadUrl: transfer.url,
      chunkSize: PIECE_BYTES,
      retryDelays: RETRY_MS,
      // The server knows what is unfinished; nothing is kept in this browser.
      storeFingerprintForResuming: false,
      metadata: {
        filename: transfer.file.name,
        purpose: this.#purpose,
        fingerprint: transfer.fingerprint,
        ...(sha256 && { sha256 }),
      },
      onUploadUrlAvailable: () => {
        transfer.url = upload.url;
      },
      onProgress: (sent) => {
        transfer.sentBytes = sent;
      },
      onSuccess: () => this.#end(transfer, 'done', null),
      onError: (error) => {
        const body = 'originalResponse' in error ? error.originalResponse?.getBody() : null;
        const problem = problemIn(body ?? '');
        this.#end(transfer, problem ? 'failed' : 'unreachable', problem);
      },
    });
    transfer.upload = upload;
    // Paused while the program for sending was on its way.
    if (transfer.state === 'sending') upload.start();
  }

  #end(transfer: Transfer, state: TransferState, problem: string | null): void {
    if (transfer.state === 'paused') return;
    transfer.state = state;
    transfer.problem = problem;
    this.#next();
    if (state === 'done') void this.#handOver(transfer);
  }

  /** What arrived stands in the list of files now; until that is loaded it stays here. */
  async #handOver(transfer: Transfer): Promise<void> {
    if (await this.#arrived()) this.transfers = this.transfers.filter((one) => one !== transfer);
  }
}

/** The sentence of a refusal; null where none came, so that trying again may help. */
function problemIn(body: string): string | null {
  try {
    const { title, status }: { title?: unknown; status?: unknown } = JSON.parse(body);
    if (typeof status === 'number' && status >= 500 && status !== 507) return null;
    return typeof title === 'string' ? title : m.recordings_failed();
  } catch {
    return null;
  }
}
