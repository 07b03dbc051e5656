import type { CourseTextbook } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { withQuery } from '#lib/hrefs.ts';

interface StateLook {
  readonly label: string;
  readonly tone: 'good' | 'warn' | 'bad' | 'quiet';
}

export function stateLook(state: CourseTextbook['state']): StateLook {
  switch (state) {
    case 'empty':
      return { label: m.textbooks_state_empty(), tone: 'warn' };
    case 'preparing':
      return { label: m.textbooks_state_preparing(), tone: 'quiet' };
    case 'ready':
      return { label: m.textbooks_state_ready(), tone: 'good' };
    case 'refused':
      return { label: m.textbooks_state_refused(), tone: 'bad' };
  }
}

/** What kind of file, and how long; empty where that is not known yet. */
export function lengthText({ format, parts }: Pick<CourseTextbook, 'format' | 'parts'>): string {
  if (format === null || parts === 0) return '';
  return format === 'pdf'
    ? m.textbooks_pages({ count: parts })
    : m.textbooks_chapters({ count: parts });
}

export const bySourceText = ({
  authors,
  publisher,
  edition,
}: Pick<CourseTextbook, 'authors' | 'publisher' | 'edition'>): string =>
  [authors, publisher, edition].join(' · ');

const PROBLEMS: Readonly<Record<string, () => string>> = {
  'has-password': m.textbooks_problem_password,
  'epub-locked': m.textbooks_problem_password,
  'has-script': m.textbooks_problem_script,
  'too-many-pages': m.textbooks_problem_pages,
  'not-a-pdf': m.textbooks_problem_pdf,
  'not-an-epub': m.textbooks_problem_epub,
  'epub-empty': m.textbooks_problem_epub_empty,
  'epub-too-long': m.textbooks_problem_epub_long,
  'too-slow': m.textbooks_problem_costly,
  'too-much-memory': m.textbooks_problem_costly,
  'output-too-large': m.textbooks_problem_costly,
  'disk-full': m.textbooks_problem_disk,
};

/** Why a file is of no use, and what to do. */
export const problemText = (problem: string | null): string =>
  (PROBLEMS[problem ?? ''] ?? m.textbooks_problem_failed)();

/** What the address of a reader keeps from page to page. */
export interface ReaderPlace {
  readonly course: string | null;
  readonly words: string;
}

export const readerUrl = (
  code: string,
  { course, words }: ReaderPlace = { course: null, words: '' },
  number?: number,
): string => withQuery(`/textbooks/${code}`, { number, course, query: words });
