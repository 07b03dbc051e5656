import type { DraftFile } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import type { LectureRows } from './lecture-rows.ts';

interface Told {
  readonly label: string;
  readonly value: string;
}

const together = (rows: readonly (readonly string[])[]): string =>
  rows
    .map((row) => row.filter((word) => word !== '').join(' '))
    .filter((words) => words !== '')
    .join(' · ');

/** A lecture in words, a fact a field. */
function factsOf(rows: LectureRows, files: readonly DraftFile[]): readonly Told[] {
  const nameOf = (id: string) => files.find((file) => file.id === id)?.fileName ?? '';
  const held = rows.slides.filter((slide) => slide.held !== '' || slide.at !== '');
  return [
    { label: m.recordings_recording(), value: nameOf(rows.recording) },
    { label: m.recordings_subtitles_zh(), value: nameOf(rows.zh) },
    { label: m.recordings_subtitles_en(), value: nameOf(rows.en) },
    { label: m.recordings_poster(), value: rows.poster },
    { label: m.recordings_trim_start(), value: rows.start },
    { label: m.recordings_trim_end(), value: rows.end },
    {
      label: m.recordings_chapters(),
      value: together(rows.chapters.map(({ at, zh, en }) => [at, zh, en])),
    },
    { label: m.recordings_slides(), value: together(held.map(({ at, title }) => [at, title])) },
  ];
}

/** What somebody else saved of a lecture, where it is not what was typed. */
export function differingFacts(
  theirs: LectureRows,
  typed: LectureRows,
  files: readonly DraftFile[],
): readonly Told[] {
  const mine = new Map(factsOf(typed, files).map(({ label, value }) => [label, value]));
  return factsOf(theirs, files)
    .filter(({ label, value }) => mine.get(label) !== value)
    .map(({ label, value }) => ({ label, value: value === '' ? m.drafts_nothing() : value }));
}
