import { schema, type Database } from '@xueshi/database';
import { checkEvidence, compactEvidence } from '../../apps/server/src/features/archive/service.ts';
import { benchFolder } from './bench-folder.ts';
import { fillEvidence, type FillingStep } from './evidence-filling.ts';
import { report, tell } from './report.ts';

const PEOPLE = 400;
const LESSONS = 10;
/** A lecture of 45 minutes. */
const BEATS = 180;
const LECTURES = PEOPLE * LESSONS;
/** Two lectures of five are watched in two sittings, one of seven with pieces left out. */
const TWICE_PERCENT = 40;
const GAPS_PERCENT = 15;
const PLAYBACKS_A_LECTURE = 1 + TWICE_PERCENT / 100;
const GB = 1e9;
/** A province's year, and what it must stay under. */
const PROVINCE = { people: 1_000_000, lessons: 50 };
const MOST_GB = 10;

/** What of the file is in use: pages that rows were freed from are used again. */
async function usedBytes({ client }: Pick<Database, 'client'>): Promise<number> {
  const [pages, free, size] = await Promise.all(
    ['page_count', 'freelist_count', 'page_size'].map(async (name) => {
      const { rows } = await client.execute(`PRAGMA ${name}`);
      return Number(rows[0]?.[name]);
    }),
  );
  return ((pages ?? 0) - (free ?? 0)) * (size ?? 0);
}

type Moment = FillingStep | 'empty' | 'compacted';

/** Progress and archives for a province's year, in one figure, and how it comes about. */
function tellProvince(size: (moment: Moment) => number, archives: number): void {
  const perLecture = (bytes: number) => bytes / LECTURES;
  // What is left after compaction, progress with it; only what enrolments and courses take is not counted.
  const kept = size('compacted') - size('learning');
  const figure = (name: string, bytes: number) =>
    report({ name: `evidence-${name}`, figure: perLecture(bytes), unit: 'bytes/lecture' });
  figure('progress', size('progress') - size('learning'));
  figure('live', size('heartbeats') - size('progress'));
  figure('archives', size('compacted') - size('progress'));
  figure('kept', kept);
  // The filling throws dice: what is wanted is what 1.4 playbacks a lecture take, and no fewer.
  const wanted = LECTURES * PLAYBACKS_A_LECTURE;
  const missing = Math.max(0, wanted - archives);
  const perArchive = (size('compacted') - size('progress')) / archives;
  const lectures = PROVINCE.people * PROVINCE.lessons;
  const provinceYear = (perLecture(kept + missing * perArchive) * lectures) / GB;
  report({ name: 'evidence-province-year', figure: provinceYear, unit: 'GB' });
  if (!(provinceYear < MOST_GB))
    throw new Error(`a province's year takes ${provinceYear} GB; ${MOST_GB} GB were promised`);
}

/**
 * What evidence takes on disk, before and after it is compacted, measured on a real database file that is
 * filled in the order of life and not vacuumed.
 */
export async function evidence(): Promise<void> {
  const folder = await benchFolder();
  const sizes = new Map<Moment, number>();
  let seconds = 0;
  let beatsGone = 0;
  let archived = 0;
  await folder.fill(async ({ platform, database }) => {
    sizes.set('empty', await usedBytes(database));
    tell(`evidence: filling ${LECTURES} lectures of ${BEATS} heartbeats and more …`);
    await fillEvidence(database, {
      people: PEOPLE,
      lessons: LESSONS,
      beats: BEATS,
      openedAt: new Date(Date.now() - 400 * 86_400_000),
      days: 200,
      twice: TWICE_PERCENT,
      withGaps: GAPS_PERCENT,
      measure: async (step) => void sizes.set(step, await usedBytes(database)),
    });
    const playbacks = await database.db.$count(schema.playbackSessions);
    tell(`evidence: compacting ${playbacks} playbacks …`);
    const started = performance.now();
    beatsGone = (await compactEvidence(platform)).beats;
    seconds = (performance.now() - started) / 1000;
    sizes.set('compacted', await usedBytes(database));
    const { problems, archives } = await checkEvidence(platform.db);
    if (problems.length > 0 || archives !== playbacks)
      throw new Error(`the evidence does not hold: ${JSON.stringify(problems.slice(0, 3))}`);
    archived = archives;
  });
  await folder.remove();
  report({ name: 'evidence-compaction', figure: beatsGone / seconds, unit: 'heartbeats/s' });
  tellProvince((moment) => sizes.get(moment) ?? NaN, archived);
}
