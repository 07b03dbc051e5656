import type { LecturerBlock, LecturerCard, LecturerChoice } from '@xueshi/contracts';
import { renderMarkdown } from '@xueshi/formats';
import type { Platform } from '../../platform/platform.ts';
import { isOpen, publishedCatalogue, type PublishedCourse } from '../catalogue/service.ts';
import { pictureUrl } from '../media/service.ts';
import type { LecturerRow } from './store.ts';

type InRegister = Pick<LecturerCard, 'code' | 'name' | 'kind' | 'title' | 'topics' | 'photoUrl'>;

export const inRegister = (row: LecturerRow): InRegister => ({
  code: row.code,
  name: { 'zh-CN': row.name, en: row.nameEn },
  kind: row.kind as InRegister['kind'],
  title: row.title,
  topics: row.topics,
  photoUrl: row.photo === null ? null : pictureUrl(row.photo),
});

export const choiceOf = (row: LecturerRow): LecturerChoice => {
  const { code, name, kind, title } = inRegister(row);
  return { code, name, kind, title };
};

/** Pictures beside the text there are none: what it shows is left out. */
const safeHtml = (markdown: string) =>
  markdown === '' ? '' : renderMarkdown(markdown, { idPrefix: 'about-', pictureUrl: () => null });

export const biographyHtml = (row: LecturerRow): LecturerBlock['biographyHtml'] => ({
  'zh-CN': safeHtml(row.biography),
  en: safeHtml(row.biographyEn),
});

/** Published courses by the entries that they name. */
export async function coursesByLecturer(
  platform: Platform,
): Promise<ReadonlyMap<string | undefined, readonly PublishedCourse[]>> {
  const { courses } = await publishedCatalogue(platform);
  return Map.groupBy(courses.filter(isOpen), ({ version }) => version.lecturer.register);
}
