// The list of headings that a PDF may bring (ISO 32000-1, 12.3.3 "Document outline"). It is the file's: bounded, and
// what leads nowhere is left out.
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { oneLineOf, TITLE_LENGTH } from './page-words.ts';
import type { OutlineHeading } from './render-report.ts';

const MOST_HEADINGS = 1_000;
const MOST_LEVELS = 4;

type Item = Awaited<ReturnType<PDFDocumentProxy['getOutline']>>[number];

export async function readOutline(pdf: PDFDocumentProxy): Promise<OutlineHeading[]> {
  const headings: OutlineHeading[] = [];
  // A list that cannot be read is a list less; the pages are there.
  const items = ((await pdf.getOutline().catch(() => null)) ?? []) as readonly Item[];
  await collect(pdf, items, 1, headings);
  return headings;
}

async function collect(
  pdf: PDFDocumentProxy,
  items: readonly Item[],
  level: number,
  headings: OutlineHeading[],
): Promise<void> {
  if (level > MOST_LEVELS) return;
  for (const item of items) {
    if (headings.length >= MOST_HEADINGS) return;
    const title = oneLineOf(item.title, TITLE_LENGTH);
    const page = await pageOf(pdf, item.dest);
    if (title !== '' && page !== null) headings.push({ title, level, page });
    await collect(pdf, item.items, level + 1, headings);
  }
}

/** A destination by its name, or as it is; null where it leads to no page of the file. */
async function pageOf(pdf: PDFDocumentProxy, dest: Item['dest']): Promise<number | null> {
  try {
    const explicit = typeof dest === 'string' ? await pdf.getDestination(dest) : dest;
    const target: unknown = explicit?.[0];
    if (target === undefined || target === null) return null;
    const at =
      typeof target === 'number'
        ? target
        : await pdf.getPageIndex(target as { num: number; gen: number });
    return at >= 0 && at < pdf.numPages ? at + 1 : null;
  } catch {
    return null; // The reader's only way to say that there is no such page.
  }
}
