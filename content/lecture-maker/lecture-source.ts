import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type LocatedError } from '@xueshi/formats';
import { checkShape } from '@xueshi/formats/course/shape-errors';
import { CourseShape, EXAMPLES, LectureShape } from '@xueshi/formats/course/shapes';
import { readYaml, type YamlDocument } from '@xueshi/formats/course/yaml-document';

export interface InBothLanguages {
  readonly 'zh-CN': string;
  readonly en: string;
}

export interface SourceSlide {
  readonly title: string;
  readonly points: readonly string[];
  readonly quote: { readonly text: string; readonly cite: string } | null;
  readonly say: string;
}

export interface SourceChapter {
  readonly title: InBothLanguages;
  readonly slides: readonly SourceSlide[];
}

/** What a lecture is made from. */
export interface LectureSource {
  readonly title: string;
  readonly lecturer: string;
  readonly chapters: readonly SourceChapter[];
}

export type SourceRead =
  | { readonly ok: true; readonly source: LectureSource }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads `lecture.yaml`, and from `course.yaml` what the title slide says. */
export async function readLectureSource(folder: string): Promise<SourceRead> {
  const courseYaml = await readYamlFile(join(folder, 'course.yaml'));
  const lectureYaml = await readYamlFile(join(folder, 'lecture.yaml'));
  if (!courseYaml.ok) return courseYaml;
  if (!lectureYaml.ok) return lectureYaml;
  const course = checkShape(CourseShape, courseYaml.document, [], courseYaml.value, EXAMPLES);
  const lecture = checkShape(LectureShape, lectureYaml.document, [], lectureYaml.value, EXAMPLES);
  if (!course.ok) return refuse(course.errors);
  if (!lecture.ok) return refuse(lecture.errors);
  const chapters = lecture.value.chapters.map(({ title, slides }) => ({
    title,
    slides: slides.map((slide) => ({ ...slide, quote: slide.quote ?? null })),
  }));
  const { title, lecturer } = course.value;
  return { ok: true, source: { title: title['zh-CN'], lecturer: lecturer.name, chapters } };
}

interface Refused {
  readonly ok: false;
  readonly problems: readonly string[];
}

const refuse = (errors: readonly LocatedError[]): Refused => ({
  ok: false,
  problems: errors.map((error) => describe(error, 'en')),
});

async function readYamlFile(
  path: string,
): Promise<{ ok: true; document: YamlDocument; value: unknown } | Refused> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return { ok: false, problems: [`${path} cannot be read`] };
  }
  const yaml = readYaml(path, text);
  if (!yaml.ok) return refuse(yaml.errors);
  return { ok: true, document: yaml.document, value: yaml.document.value };
}
