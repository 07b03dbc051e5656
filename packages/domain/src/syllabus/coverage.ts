/**
 * How far a syllabus (培训大纲) is. A draft is written; one in force holds for its unit's subtree; the next
 * edition of the same replaces it. Source: DOMAIN R18.
 */
export const SYLLABUS_STATES = ['draft', 'in_force', 'replaced'] as const;
export type SyllabusState = (typeof SYLLABUS_STATES)[number];

/** What is to be taught: one point of an area. */
export interface SyllabusPoint {
  /** Stays the same from edition to edition: a–z, 0–9, full stop and hyphen, at most 20. */
  readonly code: string;
  readonly text: string;
}

export interface SyllabusArea {
  readonly title: string;
  readonly points: readonly SyllabusPoint[];
}

/** How a course names a point: the code of the syllabus, a slash, the code of the point. */
export const pointReference = (syllabusCode: string, pointCode: string): string =>
  `${syllabusCode}/${pointCode}`;

export interface AreaCoverage<Course> {
  readonly title: string;
  readonly points: readonly (SyllabusPoint & { readonly courses: readonly Course[] })[];
  /** Points that at least one course covers. */
  readonly covered: number;
}

/**
 * Which courses cover each point of a syllabus. Courses name points by `pointReference`; what names no point
 * of it counts for nothing. Areas, points and courses keep their order. Source: DOMAIN R18.
 */
export function coverageOf<Course extends { readonly syllabusPoints: readonly string[] }>(
  syllabus: { readonly code: string; readonly areas: readonly SyllabusArea[] },
  courses: readonly Course[],
): AreaCoverage<Course>[] {
  const byPoint = new Map<string, Course[]>();
  for (const course of courses)
    for (const reference of new Set(course.syllabusPoints)) {
      const known = byPoint.get(reference);
      if (known) known.push(course);
      else byPoint.set(reference, [course]);
    }
  return syllabus.areas.map(({ title, points }) => {
    const shown = points.map((point) => ({
      ...point,
      courses: byPoint.get(pointReference(syllabus.code, point.code)) ?? [],
    }));
    return { title, points: shown, covered: shown.filter((one) => one.courses.length > 0).length };
  });
}
