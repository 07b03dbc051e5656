// Learning records of many people in one document: a cover, each person on pages of their own, a summary.
// What is drawn of a person leaves the memory with them.
import { drawCover, drawSigning, drawTable, roomFor, TOP } from './draw-report.ts';
import { heightOf, openPage, RED, SOFT, write, type Box, type Page } from './page.ts';
import type { EndOfRecords, RecordBook, RecordOfPerson } from './sheet.ts';

const INSET = 48;
const BOTTOM = 44;
/** The height of lines to sign on, with room for a seal. */
const SIGNING_HEIGHT = 96;
const NOTE = { size: 8, color: SOFT, lineGap: 2 } as const;

export interface OpenBook {
  readonly page: Page;
  draw(person: RecordOfPerson): void;
  /** Draws the summary; the document is complete then. */
  end(last: EndOfRecords): void;
}

export function openBook(book: RecordBook): OpenBook {
  const page = openPage(book, { margins: { top: TOP, bottom: 0, left: INSET, right: INSET } });
  const { pdf } = page;
  const { width, height } = pdf.page;
  const box = { x: INSET, width: width - 2 * INSET };
  const lowest = height - BOTTOM;
  drawCover(page, book, box, height);
  pdf.flushPages();
  // Who belongs where, for readers of the file on a screen.
  let here: { unit: string; item: PDFKit.PDFOutline } | null = null;
  return {
    page,
    draw(person) {
      pdf.addPage();
      if (here?.unit !== person.unit)
        here = { unit: person.unit, item: pdf.outline.addItem(person.unit) };
      here.item.addItem(person.name);
      drawPerson(page, book, person, { box, lowest });
      numberPages(page, book, person, { ...box, y: lowest + 14 });
      pdf.flushPages();
    },
    end(last) {
      pdf.addPage();
      const title = { size: 16, font: 'bold' } as const;
      let y = write(page, last.title, { ...box, y: TOP }, title) + 10;
      y = drawTable(page, last.table, { ...box, y }, lowest, SIGNING_HEIGHT);
      y = roomFor(page, SIGNING_HEIGHT, y, lowest);
      drawSigning(page, last, { ...box, y: y + 40 });
      pdf.end();
    },
  };
}

interface Sides {
  readonly box: Omit<Box, 'y'>;
  readonly lowest: number;
}

function drawPerson(
  page: Page,
  book: RecordBook,
  person: RecordOfPerson,
  { box, lowest }: Sides,
): void {
  const centred = { align: 'center' } as const;
  const title = { size: 24, font: 'bold', color: RED, ...centred } as const;
  let y = write(page, book.title, { ...box, y: TOP }, title) + 4;
  y = write(page, person.subtitle, { ...box, y }, { size: 12, ...centred }) + 14;
  y = drawFacts(page, person, { ...box, y }) + 12;
  const { rows, totals } = person;
  const below = 12 + heightOf(page, book.note, box.width, NOTE) + SIGNING_HEIGHT;
  y =
    rows.length === 0
      ? write(page, book.none, { ...box, y }, { size: 10.5 })
      : drawTable(page, { columns: book.columns, rows, totals }, { ...box, y }, lowest, below);
  y = roomFor(page, below, y, lowest);
  y = write(page, book.note, { ...box, y: y + 12 }, NOTE);
  drawSigning(page, book, { ...box, y: y + 48 });
}

/** Two beside each other; each pair begins where the longer of those above it ends. */
function drawFacts(page: Page, { facts }: RecordOfPerson, { x, y, width }: Box): number {
  const half = width / 2;
  const label = { size: 10, color: SOFT } as const;
  let at = y;
  for (let first = 0; first < facts.length; first += 2) {
    const ends = facts.slice(first, first + 2).map(([name, value], beside) => {
      const left = x + beside * half;
      const nameEnd = write(page, name, { x: left, y: at, width: 84 }, label);
      const text = { x: left + 88, y: at, width: half - 96 };
      return Math.max(nameEnd, write(page, value, text, { size: 10 }));
    });
    at = Math.max(...ends) + 4;
  }
  return at;
}

/** Within each person, and what of them no font of ours has. */
function numberPages(page: Page, book: RecordBook, person: RecordOfPerson, box: Box): void {
  const { name, subtitle, facts, rows } = person;
  const texts = [name, subtitle, ...facts.flat(), ...rows.flat()].join('');
  const missing = page.type
    .missing()
    .filter((sign) => texts.includes(sign))
    .map((sign) => `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase()}`);
  const note = missing.length > 0 ? ` · ${book.missingNote}${missing.join(', ')}` : '';
  const { start, count } = page.pdf.bufferedPageRange();
  for (let at = 0; at < count; at += 1) {
    page.pdf.switchToPage(start + at);
    const text = book.pageNumber
      .replace('{name}', () => name)
      .replace('{page}', String(at + 1))
      .replace('{pages}', String(count));
    write(page, text + note, box, { size: 8, color: SOFT, align: 'center' });
  }
}
