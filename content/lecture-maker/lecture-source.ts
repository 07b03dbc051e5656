import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type LocatedError } from '@xueshi/formats';
import { checkShape } from '@xueshi/formats/course/shape-errors';
import { CourseShape, EXAMPLES, LectureShape } from '@xueshi/formats/course/shapes';
import { readYaml } from '@xueshi/formats/course/yaml-document';
import type { Static, TSchema } from 'typebox';

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
  const course = await readShape(folder, 'course.yaml', CourseShape);
  const lecture = await readShape(folder, 'lecture.yaml', LectureShape);
  if (!course.ok || !lecture.ok) {
    return {
      ok: false,
      problems: [course, lecture].flatMap((read) => (read.ok ? [] : read.problems)),
    };
  }
  const chapters = lecture.value.chapters.map(({ title, slides }) => ({
    title,
    slides: slides.map((slide) => ({ ...slide, quote: slide.quote ?? null })),
  }));
  const { title, lecturer } = course.value;
  return { ok: true, source: { title: title['zh-CN'], lecturer: lecturer.name, chapters } };
}

type ShapeRead<T> = { ok: true; value: T } | { ok: false; problems: string[] };

async function readShape<Schema extends TSchema>(
  folder: string,
  name: string,
  schema: Schema,
): Promise<ShapeRead<Static<Schema>>> {
  const path = join(folder, name);
  const refuse = (errors: readonly LocatedError[]): { ok: false; problems: string[] } => ({
    ok: false,
    problems: errors.map((error) => describe(error, 'en')),
  });
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return { ok: false, problems: [`${path} cannot be read`] };
  }
  const yaml = readYaml(path, text);
  if (!yaml.ok) return refuse(yaml.errors);
  const shaped = checkShape(schema, yaml.document, [], yaml.document.value, EXAMPLES);
  return shaped.ok ? shaped : refuse(shaped.errors);
}
