// Books in EPUB. A door of its own: starting the server must not load what only new textbooks need.
export {
  readEpub,
  type EpubBook,
  type EpubChapter,
  type EpubHeading,
  type EpubProblem,
  type EpubRead,
} from './epub/read-epub.ts';
export { EPUB_LIMITS } from './epub/epub-limits.ts';
