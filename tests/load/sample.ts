import { findFfmpeg } from '@xueshi/media';
import { makeSampleCourse } from '@xueshi/testkit';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { readFile, writeFile } from 'node:fs/promises';

/** A catalogue of twelve courses, so that pages have something to show. */
export async function makeSampleCourses(folder: string, count = 12): Promise<void> {
  const ffmpeg = await findFfmpeg();
  if (!ffmpeg.ok) throw new Error(ffmpeg.detail);
  const first = await makeSampleCourse(folder, {
    slug: 'course-1',
    ffmpeg: ffmpeg.path,
    seconds: 6,
  });
  for (let number = 2; number <= count; number += 1) {
    const copy = join(folder, `course-${number}`);
    await cp(first, copy, { recursive: true });
    const file = join(copy, 'course.yaml');
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace('测试课程：基层信访工作', `第${number}门课程`),
    );
  }
}

export async function signIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ loginName: 'wangxiulan', password: 'Qinghe-2026-ok' }),
  });
  if (!answer.ok) throw new Error(`signing in answered ${answer.status}`);
  return (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
}
