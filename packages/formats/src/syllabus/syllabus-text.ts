// A syllabus as people paste it: an area a line with #, below it a point a line.
import type { SyllabusArea, SyllabusPoint } from '@xueshi/domain';
import type { ErrorCode } from '../error-sentences.ts';
import { locatedError, WHOLE_FILE, type LocatedError } from '../located-error.ts';

export const SYLLABUS_LIMITS = { areas: 40, points: 400, lineCharacters: 300 } as const;

export interface SyllabusRead {
  readonly areas: readonly SyllabusArea[];
  /** In reading order; none: it can be used. */
  readonly errors: readonly LocatedError[];
}

interface Area {
  readonly title: string;
  readonly line: number;
  readonly points: (Omit<SyllabusPoint, 'code'> & { code: string | null; line: number })[];
}

const AREA = /^[#＃]+\s*(.*)$/u;
/** With a figure in it, so that a sentence that begins with a Latin word keeps it. */
const CODED = /^((?=[a-z.-]*\d)[a-z0-9][a-z0-9.-]{0,19})(?:\s+|[、．:：]\s*)(.+)$/u;

/**
 * Reads a pasted syllabus. A line that begins with `#` is an area, every other line a point of the area above
 * it; a point may begin with its code (`1.2 …`: a–z, 0–9, full stop, hyphen, at least one figure, at most 20
 * characters). Points without one are numbered by their place, `<area>.<point>`, in numbers that no other
 * has. At most 40 areas, 400 points and 300 characters a line. Never throws; errors have the file `syllabus`.
 * Source: DOMAIN R18.
 */
export function readSyllabusText(text: string): SyllabusRead {
  const errors: LocatedError[] = [];
  const refuse = (code: ErrorCode, line: number | null, params: LocatedError['params'] = {}) =>
    errors.push(
      locatedError(code, 'syllabus', line === null ? WHOLE_FILE : { line, column: null }, params),
    );
  const areas = areasIn(text, refuse);
  if (areas.length === 0 && errors.length === 0) refuse('syllabus-empty', null);
  for (const { title, line, points } of areas)
    if (title !== '' && points.length === 0) refuse('syllabus-area-empty', line, { name: title });
  const taken = new Set<string>();
  for (const { code, line } of areas.flatMap(({ points }) => points)) {
    if (code === null) continue;
    if (taken.has(code)) refuse('syllabus-code-twice', line, { name: code });
    taken.add(code);
  }
  errors.sort((one, other) => (one.line ?? 0) - (other.line ?? 0));
  return { areas: numbered(areas, taken), errors };
}

type Refuse = (code: ErrorCode, line: number | null, params?: LocatedError['params']) => void;

function areasIn(text: string, refuse: Refuse): Area[] {
  const { areas: mostAreas, points: mostPoints, lineCharacters } = SYLLABUS_LIMITS;
  const areas: Area[] = [];
  let points = 0;
  for (const [at, raw] of text.split(/\r\n|\r|\n/u).entries()) {
    const said = raw.trim();
    if (said === '') continue;
    const line = at + 1;
    if ([...said].length > lineCharacters)
      refuse('syllabus-line-too-long', line, { limit: lineCharacters });
    const title = AREA.exec(said)?.[1]?.trim();
    if (title === '') refuse('syllabus-area-unnamed', line);
    const area = areas.at(-1);
    if (title !== undefined) areas.push({ title, line, points: [] });
    else if (area === undefined) refuse('syllabus-point-before-area', line);
    else {
      const [, code = null, words = said] = CODED.exec(said) ?? [];
      area.points.push({ code, text: words, line });
      points += 1;
    }
    if (areas.length > mostAreas || points > mostPoints) {
      refuse('syllabus-too-many', line, { areas: mostAreas, points: mostPoints });
      break;
    }
  }
  return areas;
}

function numbered(areas: readonly Area[], taken: Set<string>): SyllabusArea[] {
  return areas.map(({ title, points }, at) => {
    let number = 0;
    return {
      title,
      points: points.map(({ code, text }) => {
        if (code !== null) return { code, text };
        do number += 1;
        while (taken.has(`${at + 1}.${number}`));
        return { code: `${at + 1}.${number}`, text };
      }),
    };
  });
}

/** The text that is read as these areas again, every point with its code. */
export const writeSyllabusText = (areas: readonly SyllabusArea[]): string =>
  areas
    .map(({ title, points }) =>
      [`# ${title}`, ...points.map(({ code, text }) => `${code} ${text}`)].join('\n'),
    )
    .join('\n\n');
