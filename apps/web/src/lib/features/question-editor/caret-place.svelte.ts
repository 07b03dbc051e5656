import { m } from '@xueshi/messages';
import { withBlock } from '#lib/features/statutes/quotation.ts';

/** Texts that learners see as Markdown, with pictures: of questions, and of cases. */
const TAKES_PICTURES =
  /(?:^|\.)(?:stem|explanation)$|^group[-.]|^(?:situation|material-text|node-text|consequence|ending-text|commentary)$/;

/** The text of a quiz that the cursor was in last, and where in it: pictures are put there. */
export class CaretPlace {
  #area: HTMLTextAreaElement | null = null;
  /** What the place is called; null where there is none. */
  name: string | null = $state(null);

  /** Remembers what has just got the cursor, if it takes pictures; `card` is what it belongs to. */
  take(target: EventTarget | null, cardOf: (area: HTMLTextAreaElement) => string | null): void {
    if (!(target instanceof HTMLTextAreaElement) || !TAKES_PICTURES.test(target.name)) return;
    this.#area = target;
    const [label] = target.labels ?? [];
    const words = [cardOf(target), label?.textContent.trim()].filter((word) => !!word);
    this.name = words.join(m.qeditor_place_between());
  }

  /** Puts a block where the cursor was; false where that text is not on the page any more. */
  put(block: string): boolean {
    const area = this.#area;
    if (!area?.isConnected) {
      this.#area = null;
      this.name = null;
      return false;
    }
    const placed = withBlock(area.value, area.selectionStart, block);
    area.value = placed.text.trimEnd();
    area.dispatchEvent(new InputEvent('input', { bubbles: true }));
    area.focus();
    area.setSelectionRange(placed.caret, placed.caret);
    return true;
  }
}
