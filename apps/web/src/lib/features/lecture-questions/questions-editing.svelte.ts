// The questions of a lecture while they are edited: what is typed, and what was just removed.
import type { DraftFault, DraftLectureQuestions } from '@xueshi/contracts';
import { tick } from 'svelte';
import { FieldFaults } from '#lib/features/question-editor/faults.ts';
import { withKind, type ItemKind } from '#lib/features/question-editor/items.ts';
import {
  byTime,
  momentOf,
  newRow,
  relinked,
  type Added,
  type QuestionRow,
} from './question-rows.ts';

/** A question with a key that stays its own, wherever it is moved to. */
export interface Card {
  readonly key: number;
  row: QuestionRow;
  isOpen: boolean;
}

/** More open at once would make a long page to look through. */
const OPEN_AT_FIRST = 3;

export class QuestionsEditing {
  cards = $state<Card[]>([]);
  removed = $state<Card | null>(null);
  #nextKey = 0;
  /** Keys of the cards as they were last kept: what faults count by. */
  #checked = $state<number[]>([]);
  #sent: number[] = [];

  constructor(rows: readonly QuestionRow[]) {
    this.take(rows);
  }

  /** Begins from what is kept. */
  take(rows: readonly QuestionRow[]): void {
    this.cards = rows.map((row) => this.#card(row, rows.length <= OPEN_AT_FIRST));
    this.#checked = this.cards.map(({ key }) => key);
    this.removed = null;
  }

  get rows(): QuestionRow[] {
    return this.cards.map(({ row }) => row);
  }

  /** They are kept in the order of time. */
  begin(): void {
    this.#sent = byTime(this.cards, ({ row }) => row.at).map(({ key }) => key);
  }

  saved(): void {
    this.#checked = this.#sent;
    for (const card of this.cards) {
      const from = this.#sent.indexOf(card.key);
      card.row.from = from < 0 ? null : from;
    }
    // What was removed is not kept any more, so it comes back as a new one.
    if (this.removed) this.removed.row.from = null;
  }

  /** Somebody else saved: what is here counts from theirs. */
  relink(theirs: Pick<DraftLectureQuestions, 'questions'>): void {
    const linked = this.cards.flatMap((card) => {
      const [row] = relinked([$state.snapshot(card.row) as QuestionRow], theirs.questions);
      return row ? [{ ...card, row }] : [];
    });
    this.cards = linked;
  }

  /** What they have and nobody here has, beside what is here; it is told by its id, or its place in a bank. */
  addTheirs({ questions }: Pick<DraftLectureQuestions, 'questions'>): void {
    const here = new Set(this.rows.map(nameOf));
    const missing = questions.filter((row) => !here.has(nameOf(row)));
    const cards = missing.map((row) => this.#card(row, false));
    this.cards = byTime([...this.cards, ...cards], ({ row }) => row.at);
  }

  /** What is to be mended, by the card that it was said of. */
  faultsOf(faults: readonly DraftFault[]): Map<number, FieldFaults> {
    const all = FieldFaults.of(faults);
    return new Map(this.#checked.map((key, at) => [key, all.inside(String(at))]));
  }

  #card(row: QuestionRow, isOpen: boolean): Card {
    this.#nextKey += 1;
    return {
      key: this.#nextKey,
      row: structuredClone($state.snapshot(row) as QuestionRow),
      isOpen,
    };
  }

  add(added: Added, at: string): void {
    const card = this.#card(newRow(added, at, this.rows), true);
    this.cards = byTime([...this.cards, card], ({ row }) => row.at);
    void focusCard(card);
  }

  remove(key: number): void {
    const at = this.cards.findIndex((card) => card.key === key);
    const [card] = this.cards.splice(at, 1);
    this.removed = card ?? null;
    const next = this.cards[at] ?? this.cards.at(-1);
    if (next) void focusCard(next);
  }

  undo(): void {
    if (!this.removed) return;
    const back = this.removed;
    this.cards = byTime([...this.cards, back], ({ row }) => row.at);
    this.removed = null;
    void focusCard(back);
  }

  setKind(card: Card, kind: ItemKind): void {
    if (card.row.item) card.row.item = withKind(card.row.item, kind);
  }

  /** Once its time is typed a question stands where it belongs. */
  settle(card: Card): void {
    card.row.at = momentOf(card.row.at);
    this.cards = byTime(this.cards, ({ row }) => row.at);
  }
}

const nameOf = ({ at, item, bankItem }: QuestionRow): string =>
  JSON.stringify(item ? [item.id] : (bankItem ?? at));

/** Puts the cursor where one goes on: into the time while there is none, into the question, or on what is closed. */
async function focusCard({ key, row, isOpen }: Card): Promise<void> {
  await tick();
  const card = document.getElementById(`card-${key}`);
  const time = row.at === '' ? 'input:not([type="hidden"])' : null;
  const within = time ?? (row.item ? 'textarea' : 'input:not([type="hidden"])');
  card?.querySelector<HTMLElement>(isOpen ? within : 'summary')?.focus();
  card?.scrollIntoView({ block: 'nearest' });
}
