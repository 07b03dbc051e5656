import { extname, join } from 'node:path';
import { openArchiveFile, type ForeignArchive } from '../archive/foreign-archive.ts';
import { partBehind, type Parts } from '../cartridge/addresses.ts';
import type { LocatedError } from '../located-error.ts';
import { plainText } from '../markdown/plain-text.ts';
import { ARCHIVE_WIDE, partText } from '../question-exchange/qti/read-package.ts';
import { chapterParts, openText, type OpenedText } from './chapters.ts';
import { readContents } from './contents.ts';
import { EPUB_ARCHIVE, EPUB_LIMITS } from './epub-limits.ts';
import { isLocked, readPackageDocument, type PackageDocument } from './package-document.ts';

/** Why a book is of no use; where it is a bad zip or bad XML, `errors` says how. */
export type EpubProblem = 'not-an-epub' | 'epub-locked' | 'epub-empty' | 'epub-too-long';

export interface EpubChapter {
  /** On one line, never empty. */
  readonly title: string;
  /** Without the title; pictures by the names that they were written under. */
  readonly markdown: string;
  /** The words alone, for searching. */
  readonly text: string;
}

export interface EpubHeading {
  readonly title: string;
  /** 1 for the topmost. */
  readonly level: number;
  /** The chapter, from 1. */
  readonly chapter: number;
}

export interface EpubBook {
  /** Empty where the book says none. */
  readonly title: string;
  readonly language: 'zh-CN' | 'en';
  /** In the order of reading; at least one. */
  readonly chapters: readonly EpubChapter[];
  readonly outline: readonly EpubHeading[];
}

export type EpubRead =
  | { readonly ok: true; readonly book: EpubBook }
  | {
      readonly ok: false;
      readonly problem: EpubProblem;
      readonly errors: readonly LocatedError[];
    };

const refused = (problem: EpubProblem, errors: readonly LocatedError[] = []): EpubRead => ({
  ok: false,
  problem,
  errors,
});

/**
 * Reads a book in EPUB 2 or 3 (EPUB 3.3, W3C) as chapters of Markdown: a chapter a file of text, in several where it
 * is long. Scripts, styles, frames, forms, films and whatever leads out of the book but links to the web stay behind;
 * links within it become words. Pictures that chapters show (PNG, JPEG, GIF, WebP) are written into `folder`, which
 * is empty, as `p0001.png` and so on; nothing else is written. A hostile or damaged zip (`ForeignArchive`), XML that declares
 * entities, and a book with copy protection are refused. No content makes it throw; it throws where the disk fails.
 */
export async function readEpub(path: string, folder: string): Promise<EpubRead> {
  const opened = await openArchiveFile('', path, EPUB_ARCHIVE);
  if (!opened.ok) {
    const isPassword = opened.errors.some(({ code }) => code === 'archive-locked');
    return refused(isPassword ? 'epub-locked' : 'not-an-epub', opened.errors);
  }
  try {
    return await readOpened(opened.archive, folder);
  } finally {
    opened.archive.close();
  }
}

async function readOpened(archive: ForeignArchive, folder: string): Promise<EpubRead> {
  if (await isLocked(archive)) return refused('epub-locked');
  const parts: Parts = { folder: '', names: new Set(archive.names) };
  const document = await readPackageDocument(archive, parts);
  if (!('spine' in document)) return refused('not-an-epub', document);
  if (document.spine.length === 0) return refused('epub-empty');
  const listed = await readContents(archive, parts, document);
  const titles = new Map(listed.toReversed().map(({ part, title }) => [part, title]));
  const texts = await openTexts(archive, document, titles);
  if ('errors' in texts) return refused('not-an-epub', texts.errors);
  const pictures = new Map<string, string>();
  const chapters: EpubChapter[] = [];
  const begins = new Map<string, number>();
  for (const [part, text] of texts.opened) {
    const title = text.title || `${chapters.length + 1}`;
    const made = chapterParts(text.page, title, {
      picture: (address) => pictureName(pictures, parts, part, address),
      lesson: (address) => {
        const target = partBehind(parts, part, address);
        return target === null || target === part
          ? null
          : (texts.opened.get(target)?.title ?? null);
      },
    });
    if (made.length > 0) begins.set(part, chapters.length + 1);
    for (const [at, markdown] of made.entries())
      chapters.push({
        title: made.length === 1 ? title : `${title} (${at + 1}/${made.length})`,
        markdown,
        text: plainText(markdown),
      });
    if (chapters.length > EPUB_LIMITS.chapters) return refused('epub-too-long');
  }
  if (chapters.length === 0) return refused('epub-empty');
  const error = await writePictures(archive, pictures, folder);
  if (error) return refused('not-an-epub', [error]);
  const outline = listed.flatMap(({ title, level, part }) => {
    const chapter = begins.get(part);
    return chapter === undefined ? [] : [{ title, level, chapter }];
  });
  return {
    ok: true,
    book: { title: document.title, language: document.language, chapters, outline },
  };
}

/** Every file of text once; errors where the archive itself is at fault. What is too large or no text is left out. */
async function openTexts(
  archive: ForeignArchive,
  { spine }: PackageDocument,
  titles: ReadonlyMap<string, string>,
): Promise<{ opened: Map<string, OpenedText> } | { errors: readonly LocatedError[] }> {
  const opened = new Map<string, OpenedText>();
  for (const { part, isContents } of spine) {
    // The page that lists the contents is shown as such.
    if (opened.has(part) || isContents) continue;
    if (archive.claimedBytes(part) > EPUB_LIMITS.textBytes) continue;
    const text = await partText(archive, part);
    if (typeof text !== 'string') {
      if (ARCHIVE_WIDE.has(text.code)) return { errors: [text] };
      continue;
    }
    const { page, title } = openText(text);
    opened.set(part, { page, title: titles.get(part) ?? title });
  }
  return { opened };
}

const PICTURE_ENDS = new Set(['.png', '.jpg', '.jpeg', '.gif', '.webp']);

/** The name that a picture of the book is written under; null for what is none of its pictures. */
function pictureName(
  pictures: Map<string, string>,
  parts: Parts,
  from: string,
  address: string,
): string | null {
  const part = partBehind(parts, from, address);
  if (part === null) return null;
  const end = extname(part).toLowerCase();
  if (!PICTURE_ENDS.has(end)) return null;
  const known = pictures.get(part);
  if (known !== undefined) return known;
  if (pictures.size >= EPUB_LIMITS.pictures) return null;
  const name = `p${String(pictures.size + 1).padStart(4, '0')}${end}`;
  pictures.set(part, name);
  return name;
}

/** A picture that is too large or damaged is left out, and its description stands alone. */
async function writePictures(
  archive: ForeignArchive,
  pictures: ReadonlyMap<string, string>,
  folder: string,
): Promise<LocatedError | null> {
  for (const [part, name] of pictures) {
    if (archive.claimedBytes(part) > EPUB_LIMITS.pictureBytes) continue;
    const error = await archive.extract(part, join(folder, name));
    if (error && ARCHIVE_WIDE.has(error.code)) return error;
  }
  return null;
}
