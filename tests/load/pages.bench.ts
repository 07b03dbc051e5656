import { scriptKilobytes } from '../e2e/page-weight.ts';
import { benchFolder } from './bench-folder.ts';
import { load, loadBeside } from './load.ts';
import { report } from './report.ts';
import { makeSampleCourses, signIn } from './sample.ts';

/** The learner's home, rendered on the server with real data, against an empty page of the same server. */
export async function home(): Promise<void> {
  const folder = await benchFolder();
  await makeSampleCourses(folder.env['XUESHI_COURSES'] ?? '');
  const server = await folder.start();
  const cookie = await signIn(server.url);
  const empty = { connections: 16, seconds: 4, rounds: 1, next: () => ({ path: '/about' }) };
  const result = await loadBeside(
    server.url,
    { ...empty, rounds: 7, next: () => ({ path: '/', headers: { cookie } }) },
    async () => (await load(server.url, empty)).perSecond,
  );
  await server.stop();
  await folder.remove();
  report({
    name: 'home',
    figure: result.perSecond,
    unit: 'requests/s',
    baseline: result.baseline,
    ratio: result.ratio,
    p50_ms: result.p50,
    p99_ms: result.p99,
  });
}

export async function firstPage(): Promise<void> {
  const folder = await benchFolder();
  await makeSampleCourses(folder.env['XUESHI_COURSES'] ?? '');
  const server = await folder.start();
  const cookie = await signIn(server.url);
  report({
    name: 'first-page',
    figure: await scriptKilobytes(server.url, '/', cookie),
    unit: 'KB',
  });
  report({
    name: 'first-page-sign-in',
    figure: await scriptKilobytes(server.url, '/sign-in'),
    unit: 'KB',
  });
  await server.stop();
  await folder.remove();
}
