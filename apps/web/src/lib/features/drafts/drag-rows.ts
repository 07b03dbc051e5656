// Rows of a list that are dragged by their grips. Buttons move them as well: this is for a hand on a mouse or on
// glass. While a row is dragged nothing is rendered or laid out: one row is shifted, and so is the line that shows
// where it would go.
import type { Attachment } from 'svelte/attachments';

/** So near to the edge of the window the page scrolls on, px; and so far with each frame. */
const EDGE = 64;
const STEP = 14;

interface Places {
  /** Where each row begins, and where the last one ends, from the top of the list, px. */
  readonly edges: readonly number[];
  readonly middles: readonly number[];
}

function placesOf(list: HTMLElement, rows: readonly Element[]): Places {
  const top = list.getBoundingClientRect().top;
  const boxes = rows.map((row) => row.getBoundingClientRect());
  return {
    edges: [...boxes.map((box) => box.top - top), (boxes.at(-1)?.bottom ?? top) - top],
    middles: boxes.map((box) => box.top + box.height / 2 - top),
  };
}

/** How far the page scrolls while the pointer rests there. */
function scrollAt(y: number): number {
  if (y < EDGE) return -STEP;
  return y > innerHeight - EDGE ? STEP : 0;
}

/** Follows the pointer until it is let go; `drop` is told where the row is to stand. Gives what breaks it off. */
function follow(
  list: HTMLElement,
  line: HTMLElement,
  row: HTMLElement,
  grip: HTMLElement,
  begun: PointerEvent,
  drop: (from: number, to: number) => void,
): () => void {
  const rows = [...list.children];
  const from = rows.indexOf(row);
  const { edges, middles } = placesOf(list, rows);
  const heightOf = (clientY: number) => clientY - list.getBoundingClientRect().top;
  const start = heightOf(begun.clientY);
  let y = begun.clientY;
  let to = from;
  let frame = 0;

  // Shifted like the row: a property that the list hands on to all within it, or a place, would be worked out for
  // every row again with each frame.
  const showLineAt = (height: number) => (line.style.transform = `translateY(${height}px)`);

  function show(): void {
    const scroll = scrollAt(y);
    if (scroll !== 0) scrollBy(0, scroll);
    const height = heightOf(y);
    const above = middles.filter((middle) => middle < height).length;
    to = above > from ? above - 1 : above;
    row.style.transform = `translateY(${height - start}px)`;
    showLineAt(edges[above] ?? 0);
    frame = scroll === 0 ? 0 : requestAnimationFrame(show);
  }
  function move(event: PointerEvent): void {
    y = event.clientY;
    if (frame === 0) frame = requestAnimationFrame(show);
  }
  function end(): void {
    cancelAnimationFrame(frame);
    delete list.dataset['dragging'];
    delete row.dataset['dragged'];
    row.style.transform = '';
    removeEventListener('keydown', onKey);
    grip.removeEventListener('pointermove', move);
    grip.removeEventListener('pointerup', letGo);
    grip.removeEventListener('pointercancel', end);
  }
  function letGo(): void {
    end();
    if (to !== from) drop(from, to);
  }
  function onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') end();
  }

  grip.setPointerCapture(begun.pointerId);
  list.dataset['dragging'] = '';
  row.dataset['dragged'] = '';
  showLineAt(edges[from] ?? 0);
  addEventListener('keydown', onKey);
  grip.addEventListener('pointermove', move);
  grip.addEventListener('pointerup', letGo);
  grip.addEventListener('pointercancel', end);
  return end;
}

/** For what holds a list whose rows have an element with `data-grip`, and the line, which has `data-drop-line`. */
export function dragRows(drop: (from: number, to: number) => void): Attachment<HTMLElement> {
  return (holder) => {
    let breakOff = (): void => undefined;
    function begin(event: PointerEvent): void {
      const grip = event.target instanceof Element ? event.target.closest('[data-grip]') : null;
      const row = grip?.closest('li');
      const list = row?.parentElement;
      const line = holder.querySelector<HTMLElement>('[data-drop-line]');
      if (!(grip instanceof HTMLElement) || !row || !list || !line || event.button !== 0) return;
      event.preventDefault();
      breakOff();
      breakOff = follow(list, line, row, grip, event, drop);
    }
    holder.addEventListener('pointerdown', begin);
    return () => {
      holder.removeEventListener('pointerdown', begin);
      breakOff();
    };
  };
}
