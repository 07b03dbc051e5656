import { countCharacters } from '@xueshi/domain';
import { plainText } from '../markdown/plain-text.ts';
import { parseMarkdown, overburdenedLine } from '../markdown/parse.ts';
import { checkMarkdown } from './check-text.ts';
import type { MediaFile } from './course-source.ts';
import {
  findPictures,
  LIMITS,
  readNamedText,
  refuse,
  type Inspection,
  type Mention,
} from './inspection.ts';

/** Reads a reading and checks its text; null when the file cannot be read at all. */
export async function readReading(
  inspection: Inspection,
  name: string,
  mention: Mention,
): Promise<{ markdown: string; images: MediaFile[] } | null> {
  const text = await readNamedText(inspection, name, mention, LIMITS.markdownBytes);
  if (text === null) return null;
  const markdown = text.replaceAll('\r\n', '\n');
  checkHeading(inspection, name, markdown);
  const shown = checkMarkdown(inspection, markdown, {
    file: name,
    placeAt: placesIn(markdown),
  });
  return { markdown, images: await findPictures(inspection, name, shown) };
}

/** Lines and columns by offset; the line starts are found once, as there is a place per node. */
function placesIn(text: string): (offset: number) => { line: number; column: number } {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

function checkHeading(inspection: Inspection, file: string, markdown: string): void {
  const first = { line: 1, column: 1 };
  if (!/^# +\S/.test(markdown)) refuse(inspection, 'reading-heading', file, first);
  else if (overburdenedLine(markdown) === null && parseMarkdown(markdown).children.length < 2) {
    refuse(inspection, 'reading-empty', file, first);
  }
}

/** Characters of a reading as the valuation counts them (DOMAIN 5.8), as its reader sees them. */
export const readingCharacters = (markdown: string): number => countCharacters(plainText(markdown));
