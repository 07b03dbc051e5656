import { checkEvidence, compactEvidence } from '../../apps/server/src/features/archive/service.ts';
import { benchFolder } from './bench-folder.ts';
import { fillEvidence, type FillingStep } from './evidence-filling.ts';
import { report, tell } from './report.ts';

const PEOPLE = 400;
const LESSONS = 10;
/** A lecture of 45 minutes. */
const BEATS = 180;
const LECTURES = PEOPLE * LESSONS;
const GB = 1e9;
/** A province's year. */
const PROVINCE = { people: 1_000_000, lessons: 50 };

/** What evidence takes on disk, before and after it is compacted, measured on a real database file. */
export async function evidence(): Promise<void> {
  const folder = await benchFolder();
  const sizes = new Map<FillingStep | 'empty' | 'compacted', number>();
  let seconds = 0;
  let beatsGone = 0;
  await folder.fill(async ({ platform, database }) => {
    const used = async () => {
      const [pages, free, size] = await Promise.all(
        ['page_count', 'freelist_count', 'page_size'].map(async (name) => {
          const { rows } = await database.client.execute(`PRAGMA ${name}`);
          return Number(rows[0]?.[name]);
        }),
      );
      return ((pages ?? 0) - (free ?? 0)) * (size ?? 0);
    };
    sizes.set('empty', await used());
    tell(`evidence: filling ${LECTURES} lectures with ${LECTURES * BEATS} heartbeats …`);
    await fillEvidence(database, {
      people: PEOPLE,
      lessons: LESSONS,
      beats: BEATS,
      openedAt: new Date(Date.now() - 200 * 86_400_000),
      measure: async (step) => void sizes.set(step, await used()),
    });
    tell('evidence: compacting …');
    const started = performance.now();
    beatsGone = (await compactEvidence(platform)).beats;
    seconds = (performance.now() - started) / 1000;
    sizes.set('compacted', await used());
    const { problems, archives } = await checkEvidence(platform.db);
    if (problems.length > 0 || archives !== LECTURES)
      throw new Error(`the evidence does not hold: ${JSON.stringify(problems.slice(0, 3))}`);
  });
  await folder.remove();
  const size = (name: Parameters<typeof sizes.get>[0]) => sizes.get(name) ?? NaN;
  const perLecture = (bytes: number) => bytes / LECTURES;
  const figure = (name: string, bytes: number) =>
    report({ name: `evidence-${name}`, figure: perLecture(bytes), unit: 'bytes/lecture' });
  const archive = size('compacted') - size('progress');
  figure('progress', size('progress') - size('learning'));
  figure('live', size('heartbeats') - size('progress'));
  figure('archive', archive);
  report({ name: 'evidence-compaction', figure: beatsGone / seconds, unit: 'heartbeats/s' });
  const lectures = PROVINCE.people * PROVINCE.lessons;
  report({
    name: 'evidence-province-year',
    figure: (perLecture(archive) * lectures) / GB,
    unit: 'GB',
  });
}
