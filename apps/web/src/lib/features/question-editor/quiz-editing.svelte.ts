// The quiz while it is edited: what is typed, which cards are open, and what was just deleted.
import type { DraftFault, ItemForm, QuizForm } from '@xueshi/contracts';
import { tick } from 'svelte';
import { moved } from '#lib/moved.ts';
import { FieldFaults } from './faults.ts';
import { freeId, newItem, withKind, type ItemKind } from './items.ts';

/** A question with a key that stays its own, whatever happens to its id and its place. */
export interface Card {
  readonly key: number;
  item: ItemForm;
  isOpen: boolean;
}

/** More open at once would make a long page slow to begin with. */
const OPEN_AT_FIRST = 3;

export class QuizEditing {
  quiz = $state<Omit<QuizForm, 'items'>>({
    passMark: null,
    attempts: null,
    timeLimitMinutes: null,
    shuffle: true,
    review: 'at_once',
    groups: [],
    draws: [],
  });
  cards = $state<Card[]>([]);
  removed = $state<{ readonly card: Card; readonly at: number } | null>(null);
  #nextKey = 0;
  /** Keys of the cards as they were last sent: what faults count by. */
  #checked = $state<number[]>([]);
  #sent: number[] = [];

  constructor(form: QuizForm) {
    this.take(form);
  }

  /** Begins from what is saved. */
  take(form: QuizForm): void {
    const { items, ...quiz } = structuredClone($state.snapshot(form) as QuizForm);
    this.quiz = quiz;
    this.cards = items.map((item) => this.#card(item, items.length <= OPEN_AT_FIRST));
    this.removed = null;
    this.#checked = this.cards.map(({ key }) => key);
  }

  get form(): QuizForm {
    return { ...this.quiz, items: this.cards.map(({ item }) => item) };
  }

  begin(): void {
    this.#sent = this.cards.map(({ key }) => key);
  }

  saved(): void {
    this.#checked = this.#sent;
  }

  /** What is to be mended, by the card that it was said of. */
  faultsOf(faults: readonly DraftFault[]): Map<number, FieldFaults> {
    const all = FieldFaults.of(faults);
    return new Map(this.#checked.map((key, at) => [key, all.inside(`items.${at}`)]));
  }

  #card(item: ItemForm, isOpen: boolean): Card {
    this.#nextKey += 1;
    return { key: this.#nextKey, item, isOpen };
  }

  #insert(item: ItemForm, at: number): void {
    const card = this.#card(item, true);
    this.cards.splice(at, 0, card);
    void focusCard(card.key);
  }

  add(kind: ItemKind, at = this.cards.length): void {
    this.#insert(newItem(kind, this.form.items), at);
  }

  duplicate(at: number): void {
    const card = this.cards[at];
    if (!card) return;
    const item = structuredClone($state.snapshot(card.item) as ItemForm);
    this.#insert({ ...item, id: freeId(this.form.items) }, at + 1);
  }

  move(at: number, by: -1 | 1): void {
    const key = this.cards[at]?.key;
    this.cards = moved(this.cards, at, by);
    if (key !== undefined) void focusCard(key);
  }

  remove(at: number): void {
    const [card] = this.cards.splice(at, 1);
    if (card) this.removed = { card, at };
    const next = this.cards[at] ?? this.cards.at(-1);
    if (next) void focusCard(next.key);
  }

  undo(): void {
    if (!this.removed) return;
    const { card, at } = this.removed;
    this.cards.splice(at, 0, card);
    this.removed = null;
    void focusCard(card.key);
  }

  setKind(at: number, kind: ItemKind): void {
    const card = this.cards[at];
    if (card) card.item = withKind(card.item, kind);
  }

  /** To the next question; after the last one a new one of its kind. */
  next(at: number): void {
    const next = this.cards[at + 1];
    if (!next) this.add(this.cards[at]?.item.kind ?? 'single');
    else {
      next.isOpen = true;
      void focusCard(next.key);
    }
  }

  openAll(isOpen: boolean): void {
    for (const card of this.cards) card.isOpen = isOpen;
  }

  async show(at: number): Promise<void> {
    const card = this.cards[at];
    if (!card) return;
    card.isOpen = true;
    await focusCard(card.key);
  }
}

/** Puts the cursor into the stem of a card, or on the card where it is closed. */
async function focusCard(key: number): Promise<void> {
  await tick();
  const card = document.getElementById(`card-${key}`);
  const stem = card?.querySelector<HTMLElement>('textarea') ?? card;
  stem?.focus();
  card?.scrollIntoView({ block: 'nearest' });
}
