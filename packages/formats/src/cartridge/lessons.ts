// Pages and quizzes of a cartridge as lessons of ours.
import { extname } from 'node:path/posix';
import { LIMITS } from '../course/inspection.ts';
import { MOST_LESSONS } from '../course/shapes.ts';
import { inReadingOrder, locatedError, WHOLE_FILE } from '../located-error.ts';
import { canvasTarget, partBehind, partOf } from './addresses.ts';
import type { CartridgeLesson, CartridgePicture } from './cartridge.ts';
import type { Contents } from './contents.ts';
import { titleLine } from './facts.ts';
import { CARTRIDGE_LIMITS } from './limits.ts';
import type { CartridgeManifest, Resource } from './manifest.ts';
import { openEntries, titlesOf, type Opened } from './opened.ts';
import { readPage } from './page.ts';
import { leave, namedPart, shown, type CartridgeReading } from './reading.ts';

/** What a lesson is before its number is known. */
type Matter =
  | Omit<Extract<CartridgeLesson, { kind: 'reading' }>, 'id' | 'required'>
  | Omit<Extract<CartridgeLesson, { kind: 'quiz' }>, 'id' | 'required'>;

/** The pictures of a cartridge; each part has one name, in the order in which they come. */
class Pictures {
  readonly #names = new Map<string, string>();
  readonly #shown = new Set<string>();

  nameOf(part: string): string {
    const kind = extname(part).toLowerCase();
    const name = this.#names.get(part) ?? `picture-${this.#names.size + 1}${kind}`;
    this.#names.set(part, name);
    return name;
  }

  /** A reading that comes in shows them. */
  show(pictures: readonly CartridgePicture[]): void {
    for (const { part } of pictures) this.#shown.add(part);
  }

  isShown(part: string): boolean {
    return this.#shown.has(part);
  }
}

/**
 * The lessons of a cartridge, at most 200. What cannot become one, and what of one stays behind, is noted.
 * What lay outside the table of contents comes last and is no duty, unless there is nothing else.
 */
export async function readLessons(
  reading: CartridgeReading,
  manifest: CartridgeManifest,
  contents: Contents,
): Promise<CartridgeLesson[]> {
  const opened = await openEntries(reading, manifest, contents.entries);
  const hasListed = opened.some(({ isListed }) => isListed);
  const titles = titlesOf(opened);
  const pictures = new Pictures();
  const lessons: CartridgeLesson[] = [];
  for (const entry of opened) {
    const matters =
      entry.kind === 'page'
        ? readingOf(reading, entry, titles, pictures)
        : quizzesOf(reading, entry);
    for (const matter of matters) {
      if (lessons.length >= MOST_LESSONS) {
        const params = { title: matter.title, limit: MOST_LESSONS };
        leave(reading, 'cartridge-left-beyond', entry.line, params);
        continue;
      }
      const number = lessons.filter(({ kind }) => kind === matter.kind).length + 1;
      const isDraft = entry.kind === 'page' && entry.page.isDraft;
      const required = !isDraft && (entry.isListed || !hasListed);
      lessons.push({ ...matter, id: `${matter.kind}-${number}`, required });
    }
  }
  leaveFiles(reading, contents, pictures);
  return lessons;
}

/** `Module · Title`; the outermost folders give way where it would be longer than a title may be. */
function withFolders(folders: readonly string[], title: string): string {
  for (let from = 0; from < folders.length; from += 1) {
    const whole = [...folders.slice(from), title].join(' · ');
    if (titleLine(whole) === whole) return whole;
  }
  return titleLine(title);
}

const PICTURE = /\.(?:webp|png|jpe?g|gif|avif)$/i;

function readingOf(
  reading: CartridgeReading,
  entry: Extract<Opened, { kind: 'page' }>,
  titles: ReadonlyMap<string, string>,
  pictures: Pictures,
): Matter[] {
  const { part: from, title, folders } = entry;
  const found = new Map<string, CartridgePicture>();
  const read = readPage(entry.page, title, {
    picture(address) {
      const part = partBehind(reading, from, address);
      const bytes = part === null ? 0 : reading.archive.claimedBytes(part);
      const isUsable = part !== null && PICTURE.test(part) && bytes > 0;
      if (!isUsable || bytes > LIMITS.imageBytes) return null;
      const name = pictures.nameOf(part);
      found.set(part, { name, part });
      return name;
    },
    lesson(address) {
      const target = canvasTarget(address);
      if (target !== null) return titles.get(target) ?? null;
      const part = partBehind(reading, from, address);
      return part === null ? null : (titles.get(part) ?? null);
    },
  });
  const file = namedPart(reading, from);
  for (const { code, params } of read.notes) {
    reading.notes.push(locatedError(code, file, WHOLE_FILE, params));
  }
  if (read.markdown === null) return [];
  const shownHere = [...found.values()];
  pictures.show(shownHere);
  const { markdown } = read;
  return [{ kind: 'reading', title: withFolders(folders, title), markdown, pictures: shownHere }];
}

/** Every question that can come in, in quizzes of at most 200; what of the others is wrong is noted. */
function quizzesOf(
  reading: CartridgeReading,
  entry: Extract<Opened, { kind: 'assessment' | 'bank' }>,
): Matter[] {
  const { quiz, title, folders, line } = entry;
  const told = quiz.items.flatMap(({ problems, notes }) => [...problems, ...notes]);
  reading.notes.push(...inReadingOrder(told));
  if (quiz.draws) leave(reading, 'cartridge-left-draw', line, { title });
  if (quiz.questions.length === 0) {
    leave(reading, 'cartridge-left-quiz', line, { title });
    return [];
  }
  const { attempts, timeLimitMinutes, questions } = quiz;
  const most = CARTRIDGE_LIMITS.questions;
  const count = Math.ceil(questions.length / most);
  return Array.from({ length: count }, (_, at) => ({
    kind: 'quiz',
    title: withFolders(folders, count === 1 ? title : `${title} (${at + 1}/${count})`),
    attempts,
    timeLimitMinutes,
    questions: questions.slice(at * most, (at + 1) * most),
  }));
}

/** Files that nobody sees any more: those of their own, and those that pages brought with them. */
function leaveFiles(reading: CartridgeReading, contents: Contents, pictures: Pictures): void {
  const told = new Set<string>();
  const leaveUnused = ({ bases, line }: Resource, names: readonly string[]) => {
    for (const name of names) {
      const part = partOf(reading, bases, name);
      if (told.has(part ?? name) || (part !== null && pictures.isShown(part))) continue;
      told.add(part ?? name);
      const params = { title: shown(name.split('/').at(-1) ?? name), name: shown(name) };
      leave(reading, 'cartridge-left-file', line, params);
    }
  };
  for (const { kind, resource } of contents.entries) {
    if (kind === 'page') leaveUnused(resource, resource.files.slice(1));
  }
  for (const resource of contents.files) leaveUnused(resource, resource.files);
}
