import { benchFolder } from './bench-folder.ts';
import { connect, load, send } from './load.ts';
import { report } from './report.ts';
import { makeSampleCourses, signIn } from './sample.ts';

/** The learner's home, rendered on the server with real data, against an empty page of the same server. */
export async function home(): Promise<void> {
  const folder = await benchFolder();
  await makeSampleCourses(folder.env['XUESHI_COURSES'] ?? '');
  const server = await folder.start();
  const cookie = await signIn(server.url);
  const options = { connections: 16, seconds: 5, rounds: 3 };
  const empty = await load(server.url, { ...options, next: () => ({ path: '/about' }) });
  const result = await load(server.url, {
    ...options,
    next: () => ({ path: '/', headers: { cookie } }),
  });
  await server.stop();
  await folder.remove();
  report({
    name: 'home',
    figure: result.perSecond,
    unit: 'requests/s',
    baseline: empty.perSecond,
    ratio: result.perSecond / empty.perSecond,
    p50_ms: result.p50,
    p99_ms: result.p99,
  });
}

/** Kilobytes of script, as they travel, that a page needs before it works. */
async function scriptKilobytes(url: string, path: string, cookie: string): Promise<number> {
  const pool = connect(url, 1);
  const page = (await send(pool, { path, headers: { cookie } })).body.toString();
  const names = new Set(
    [...page.matchAll(/["'(](?:\.?\/)?(_app\/[^"')]+\.js)["')]/g)].map((match) => match[1]),
  );
  const inline = [...page.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].reduce(
    (sum, match) => sum + (match[1]?.length ?? 0),
    0,
  );
  let bytes = inline;
  for (const name of names) {
    const script = await send(pool, {
      path: `/${name}`,
      headers: { 'accept-encoding': 'gzip' },
    });
    if (script.status !== 200) throw new Error(`${name} answered ${script.status}`);
    bytes += script.body.length;
  }
  await pool.close();
  return bytes / 1024;
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
    figure: await scriptKilobytes(server.url, '/sign-in', ''),
    unit: 'KB',
  });
  await server.stop();
  await folder.remove();
}
