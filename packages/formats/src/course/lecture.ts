import { parseCitation } from '../statute/citation.ts';
import { checkCitations, checkQuotation } from './check-text.ts';
import type { LectureChapter } from './course-source.ts';
import { readNamedYaml, refuse, type Inspection, type Mention } from './inspection.ts';
import { checkShape } from './shape-errors.ts';
import { EXAMPLES, LectureShape } from './shapes.ts';
import type { Path, YamlDocument } from './yaml-document.ts';

/** docs/author/course-format.md: a narration of 3–10 minutes at about 240 characters a minute. */
export const NARRATION_CHARACTERS_PER_MINUTE = 240;
const NARRATION_MIN_CHARACTERS = 3 * NARRATION_CHARACTERS_PER_MINUTE;
const NARRATION_MAX_CHARACTERS = 10 * NARRATION_CHARACTERS_PER_MINUTE;

export interface LectureRead {
  chapters: LectureChapter[];
  narrationCharacters: number;
}

/** Reads the chapters, slides and narration of a lecture; null when the shape is wrong. */
export async function readLecture(
  inspection: Inspection,
  name: string,
  mention: Mention,
): Promise<LectureRead | null> {
  const document = await readNamedYaml(inspection, name, mention);
  if (document === null) return null;
  const shaped = checkShape(LectureShape, document, [], document.value, EXAMPLES);
  if (!shaped.ok) {
    inspection.errors.push(...shaped.errors);
    return null;
  }
  const { chapters } = shaped.value;
  let characters = 0;
  for (const [chapterAt, chapter] of chapters.entries()) {
    for (const [slideAt, slide] of chapter.slides.entries()) {
      checkSlide(inspection, document, ['chapters', chapterAt, 'slides', slideAt], slide);
      characters += spokenCharacters(slide.say);
    }
  }
  if (characters < NARRATION_MIN_CHARACTERS || characters > NARRATION_MAX_CHARACTERS) {
    refuse(inspection, 'narration-length', name, document.placeOfKey(['chapters']), {
      characters,
      min: NARRATION_MIN_CHARACTERS,
      max: NARRATION_MAX_CHARACTERS,
    });
  }
  return { chapters, narrationCharacters: characters };
}

/** Characters of a narration without white space; punctuation counts, as the voice pauses there. */
export const spokenCharacters = (say: string): number => [...say.replaceAll(/\s/gu, '')].length;

/** Letters, digits and brackets cannot be read aloud, whatever their width. */
const UNSPEAKABLE = /[A-Za-z0-9Ａ-Ｚａ-ｚ０-９()（）[\]{}【】]+/u;

function checkSlide(
  inspection: Inspection,
  document: YamlDocument,
  path: Path,
  slide: LectureChapter['slides'][number],
): void {
  const { file } = document;
  const unspeakable = UNSPEAKABLE.exec(slide.say);
  if (unspeakable !== null) {
    const place = document.placeInText([...path, 'say'], unspeakable.index);
    refuse(inspection, 'narration-unspeakable', file, place, {
      found: unspeakable[0],
    });
  }
  checkCitations(inspection, slide.say, {
    file,
    placeAt: (offset) => document.placeInText([...path, 'say'], offset),
  });
  for (const [index, point] of slide.points.entries()) {
    checkCitations(inspection, point, {
      file,
      placeAt: () => document.placeOf([...path, 'points', index]),
    });
  }
  if (slide.quote === undefined) return;
  const { text, cite } = slide.quote;
  const placeOfCite = document.placeOf([...path, 'quote', 'cite']);
  checkCitations(inspection, cite, { file, placeAt: () => placeOfCite });
  const citation = parseCitation(cite);
  const place = citation === null ? placeOfCite : document.placeOf([...path, 'quote', 'text']);
  checkQuotation(inspection, text, { text: cite, citation }, file, place);
}
