import { SYLLABUS_TEXT_MOST, type SyllabusForm } from '@xueshi/contracts';

/** What the form of a syllabus has. */
export const syllabusIn = (field: (name: string) => string): SyllabusForm => ({
  title: field('title'),
  edition: field('edition'),
  text: field('text').replaceAll('\0', '').replaceAll('\r\n', '\n').slice(0, SYLLABUS_TEXT_MOST),
});
