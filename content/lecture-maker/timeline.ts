import type { InBothLanguages, LectureSource, SourceSlide } from './lecture-source.ts';
import type { Schedule } from './schedule.ts';

/** `lecture.timeline.json`, as docs/author/course-format.md and the import know it. */
export interface Timeline {
  readonly format: 1;
  readonly durationMs: number;
  readonly chapters: readonly { readonly startMs: number; readonly title: InBothLanguages }[];
  readonly slides: readonly {
    readonly startMs: number;
    readonly image: string;
    readonly title: string;
    readonly text: string;
  }[];
  readonly madeFrom: string;
}

export const imageName = (slideAt: number): string =>
  `slides/${String(slideAt + 1).padStart(2, '0')}.webp`;

/** The title slide is scheduled first and belongs to the first chapter. */
export function buildTimeline(
  source: LectureSource,
  schedule: Schedule,
  madeFrom: string,
): Timeline {
  const startOf = (slideAt: number): number => schedule.slides[slideAt]?.startMs ?? 0;
  const slides = source.chapters.flatMap((chapter) => chapter.slides);
  let first = 1;
  const chapters = source.chapters.map(({ title, slides: own }, at) => {
    const startMs = at === 0 ? 0 : startOf(first);
    first += own.length;
    return { startMs, title };
  });
  const cover = {
    title: source.title,
    text: source.chapters.map((chapter) => chapter.title['zh-CN']).join('\n'),
  };
  return {
    format: 1,
    durationMs: schedule.durationMs,
    chapters,
    slides: [cover, ...slides.map(slideText)].map((slide, at) => ({
      startMs: startOf(at),
      image: imageName(at),
      ...slide,
    })),
    madeFrom,
  };
}

/** What is written on a slide, for search and for those who cannot see it. */
function slideText({ title, points, quote }: SourceSlide): { title: string; text: string } {
  const quoted = quote === null ? [] : [quote.text, `—— ${quote.cite}`];
  return { title, text: [...points, ...quoted].join('\n') };
}
