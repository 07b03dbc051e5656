import type { TextbookForm } from '@xueshi/contracts';

export const EMPTY_TEXTBOOK: TextbookForm = {
  title: '',
  authors: '',
  publisher: '',
  edition: '',
  isbn: '',
  rights: '',
};

/** What the form of an entry has. */
export const textbookIn = (field: (name: string) => string): TextbookForm => ({
  title: field('title'),
  authors: field('authors'),
  publisher: field('publisher'),
  edition: field('edition'),
  isbn: field('isbn'),
  rights: field('rights'),
});
