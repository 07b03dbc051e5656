// npm run bench [-- NAME…]: one JSON line a benchmark on standard output, progress on standard error.
import { classMode } from './class.bench.ts';
import { connections } from './connections.bench.ts';
import { exam } from './exam.bench.ts';
import { evidence } from './evidence.bench.ts';
import { exportOfMany } from './export.bench.ts';
import { growth } from './growth.bench.ts';
import { groupCommit } from './group-commit.bench.ts';
import { heartbeat } from './heartbeat.bench.ts';
import { media } from './media.bench.ts';
import { outline } from './outline.bench.ts';
import { packaging } from './packaging.bench.ts';
import { firstPage, home } from './pages.bench.ts';
import { memory, start } from './process.bench.ts';
import { reports } from './reports.bench.ts';
import { signInTimes } from './sign-in.bench.ts';
import { slowClients } from './slow-clients.bench.ts';
import { soak } from './soak.bench.ts';
import { tell } from './report.ts';
import { rosterImport } from './roster.bench.ts';
import { upload } from './upload.bench.ts';
import { unitImport } from './units.bench.ts';

const benchmarks: Record<string, () => Promise<void>> = {
  heartbeat,
  exam,
  'group-commit': groupCommit,
  class: classMode,
  media,
  packaging,
  outline,
  upload,
  home,
  'first-page': firstPage,
  memory,
  connections,
  'slow-clients': slowClients,
  'sign-in': signInTimes,
  soak,
  start,
  evidence,
  'roster-import-100k': rosterImport,
  'unit-import-10k': unitImport,
  reports,
  'export-100k': exportOfMany,
  growth,
};

/** Takes an hour and more: only when it is asked for by name. */
const byNameOnly = new Set(['growth']);

/** Asking for one means these as well. */
const also: Record<string, readonly string[]> = { reports: ['export-100k', 'roster-import-100k'] };

const wanted = process.argv.slice(2).flatMap((name) => [name, ...(also[name] ?? [])]);
const unknown = wanted.filter((name) => !(name in benchmarks));
if (unknown.length > 0) {
  tell(
    `There is no benchmark ${unknown.join(', ')}. There are: ${Object.keys(benchmarks).join(', ')}.`,
  );
  process.exit(2);
}
for (const [name, run] of Object.entries(benchmarks)) {
  if (wanted.length > 0 ? !wanted.includes(name) : byNameOnly.has(name)) continue;
  tell(`${name} …`);
  await run();
}
