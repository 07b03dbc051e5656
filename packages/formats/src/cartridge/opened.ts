// Pages and quizzes of a cartridge, read but not yet lessons: links need the titles of all of them.
import { basename, extname } from 'node:path/posix';
import { partOf } from './addresses.ts';
import { titleOf, type Entry } from './contents.ts';
import { CANVAS_QUIZ } from './kinds.ts';
import { CARTRIDGE_LIMITS } from './limits.ts';
import type { CartridgeManifest, Resource } from './manifest.ts';
import { openPage, type Page } from './page.ts';
import { readQuizFile, type QuizRead } from './quiz.ts';
import { leave, namedPart, openedPart, textOfPart, type CartridgeReading } from './reading.ts';

/** An entry with what its file holds; `title` is never empty, `part` the file in the archive. */
export type Opened = Entry & { readonly part: string } & (
    | { readonly kind: 'page'; readonly page: Page }
    | { readonly kind: 'assessment' | 'bank'; readonly quiz: QuizRead }
  );

/** Reads the files of entries; those that cannot be read are left out, with notes. */
export async function openEntries(
  reading: CartridgeReading,
  manifest: CartridgeManifest,
  entries: readonly Entry[],
): Promise<Opened[]> {
  const opened: Opened[] = [];
  for (const entry of entries) {
    if (reading.errors.length > 0) break;
    const found =
      entry.kind === 'page'
        ? await openEntryPage(reading, entry, entry.kind)
        : await openEntryQuiz(reading, manifest, entry, entry.kind);
    if (found !== null) opened.push(found);
  }
  return opened;
}

async function openEntryPage(
  reading: CartridgeReading,
  entry: Entry,
  kind: 'page',
): Promise<Opened | null> {
  const name = entry.title || titleOf(entry.resource);
  const part = openedPart(reading, entry.resource, name);
  const text = part && (await textOfPart(reading, part, CARTRIDGE_LIMITS.pageBytes));
  if (part === null || text === null) return null;
  const page = openPage(text);
  const title = entry.title || page.title || name;
  if (page.isDraft) leave(reading, 'cartridge-draft', entry.line, { title });
  return { ...entry, kind, title, part, page };
}

/** Canvas packs its own form of a quiz beside that of the standard, which has fewer kinds of question. */
async function openEntryQuiz(
  reading: CartridgeReading,
  { resources }: CartridgeManifest,
  entry: Entry,
  kind: 'assessment' | 'bank',
): Promise<Opened | null> {
  const { resource } = entry;
  const own = resource.dependencies.flatMap((reference) => {
    const { bases = [], files = [] }: Partial<Resource> = resources.get(reference) ?? {};
    const parts = files.filter((file) => CANVAS_QUIZ.test(file));
    return parts.flatMap((file) => partOf(reading, bases, file) ?? []);
  });
  const name = entry.title || titleOf(resource);
  for (const part of own) {
    const text = await textOfPart(reading, part, CARTRIDGE_LIMITS.questionBytes);
    const read = text === null ? null : readQuizFile(namedPart(reading, part), text);
    if (read?.ok) return openedQuiz(entry, kind, name, part, read.quiz);
  }
  const part = openedPart(reading, resource, name);
  const text = part && (await textOfPart(reading, part, CARTRIDGE_LIMITS.questionBytes));
  if (part === null || text === null) return null;
  const read = readQuizFile(namedPart(reading, part), text);
  if (read.ok) return openedQuiz(entry, kind, name, part, read.quiz);
  reading.notes.push(...read.errors);
  leave(reading, 'cartridge-left-quiz', entry.line, { title: name });
  return null;
}

const openedQuiz = (
  entry: Entry,
  kind: 'assessment' | 'bank',
  name: string,
  part: string,
  quiz: QuizRead,
): Opened => ({
  ...entry,
  kind: quiz.isBank ? 'bank' : kind,
  title: entry.title || quiz.title || name,
  part,
  quiz,
});

/** The titles by all that links call a lesson: its part, its resource, Canvas's name of a page. */
export function titlesOf(opened: readonly Opened[]): ReadonlyMap<string, string> {
  return new Map(
    opened.flatMap(({ part, resource, title }) => [
      [part, title] as const,
      [resource.identifier, title] as const,
      [basename(part, extname(part)), title] as const,
    ]),
  );
}
