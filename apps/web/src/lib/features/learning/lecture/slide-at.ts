/** The last that has begun; the first before anything has. */
export function indexAt(marks: readonly { startMs: number }[], ms: number): number {
  return Math.max(
    0,
    marks.findLastIndex(({ startMs }) => startMs <= ms),
  );
}

export interface OutlineChapter<C, S> {
  chapter: C;
  slides: { slide: S; index: number }[];
}

/** The slides under the chapter in which they begin. */
export function outlineOf<C extends { startMs: number }, S extends { startMs: number }>(
  chapters: readonly C[],
  slides: readonly S[],
): OutlineChapter<C, S>[] {
  const outline: OutlineChapter<C, S>[] = chapters.map((chapter) => ({ chapter, slides: [] }));
  slides.forEach((slide, index) => {
    outline[indexAt(chapters, slide.startMs)]?.slides.push({ slide, index });
  });
  return outline;
}
