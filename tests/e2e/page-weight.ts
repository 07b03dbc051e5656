// What a page costs whoever opens it for the first time.
import { gzipSync } from 'node:zlib';

/** Kilobytes of script, as they travel, that a page needs before all of it works. */
export async function scriptKilobytes(url: string, path: string, cookie = ''): Promise<number> {
  const page = await (await fetch(`${url}${path}`, { headers: { cookie } })).text();
  const names = new Set(
    [...page.matchAll(/["'(](?:\.?\/)?(_app\/[^"')]+\.js)["')]/g)].map((match) => match[1]),
  );
  const inline = [...page.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]);
  let bytes = inline.length === 0 ? 0 : gzipSync(inline.join('')).length;
  for (const name of names) {
    const script = await fetch(`${url}/${name}`, { headers: { 'accept-encoding': 'gzip' } });
    await script.arrayBuffer();
    if (script.status !== 200) throw new Error(`${name} answered ${script.status}`);
    bytes += Number(script.headers.get('content-length'));
  }
  return bytes / 1024;
}
