// Looks for questions in the banks that a lecture can ask.
import type { BankItem } from '@xueshi/contracts';
import { request } from '#lib/features/learning/api-client.ts';

interface Found {
  readonly total: number;
  readonly items: readonly BankItem[];
}

export class BankSearching {
  words = $state('');
  state = $state<'idle' | 'searching' | 'found' | 'failed'>('idle');
  found = $state.raw<Found | null>(null);
  #asked = 0;

  async search(): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    this.state = 'searching';
    this.found = null;
    const query = new URLSearchParams({ search: this.words.trim(), forLecture: 'yes' });
    const answer = await request<Found>({ method: 'GET', url: `/api/v1/studio/bank?${query}` });
    // Something else is looked for meanwhile.
    if (mine !== this.#asked) return;
    if (answer.ok) this.found = answer.data;
    this.state = answer.ok ? 'found' : 'failed';
  }

  close(): void {
    this.#asked += 1;
    this.state = 'idle';
    this.found = null;
  }
}

const LONGEST = 60;

/** The stem as plain words, for a label. */
export function stemOf({ stemHtml }: Pick<BankItem, 'stemHtml'>): string {
  const text = new DOMParser().parseFromString(stemHtml, 'text/html').body.textContent.trim();
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
