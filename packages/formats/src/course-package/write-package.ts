import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { MANIFEST_FILE, type PackageManifest } from './manifest.ts';

/** A file of the course: its name in the folder, and where its bytes lie now. */
export interface PackedFile {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of the bytes, hexadecimal. */
  readonly sha256: string;
}

export interface PackedCourse {
  readonly slug: string;
  readonly title: PackageManifest['title'];
  readonly revision: number;
  readonly publishedAt: Date;
  readonly files: readonly PackedFile[];
}

/** Pictures, sound and video are compressed already. */
const PACKED_ALREADY = /\.(?:mp4|m4a|webp|png|jpe?g|gif|avif|pdf)$/i;

const readme = ({ slug, title }: PackedCourse) => `${title['zh-CN']}
${title.en}

这是一门课程的全部源文件，在 ${slug}/ 里：正文是 Markdown，案例和题目是 YAML，讲座是 MP4，字幕是 WebVTT，
用常见软件就能打开。${MANIFEST_FILE} 列出每个文件的大小和 SHA-256，用来核对有没有缺损。

All source files of a course, in ${slug}/: readings are Markdown, cases and quizzes YAML, lectures MP4, subtitles
WebVTT; common programs open them. ${MANIFEST_FILE} lists the size and SHA-256 of each, to tell whether it is whole.
`;

/**
 * A course as a zip that can be read without us: its files as they are, under the slug, with a manifest.
 * Nothing is opened before it is read from, and nothing larger than a piece of a file is in memory. The
 * stream fails when a file cannot be read.
 */
export const writeCoursePackage = (course: PackedCourse): Readable =>
  Readable.from(piecesOf(course), { objectMode: false });

async function* piecesOf(course: PackedCourse): AsyncGenerator<Buffer> {
  const { slug, publishedAt: mtime } = course;
  const files = [...course.files].sort((a, b) => (a.name < b.name ? -1 : 1));
  const zip = new ZipFile();
  const out = new PassThrough();
  zip.on('error', (error) => out.destroy(error));
  zip.addBuffer(Buffer.from(manifestOf(course, files)), MANIFEST_FILE, { mtime });
  zip.addBuffer(Buffer.from(readme(course)), 'README.txt', { mtime });
  for (const { name, path } of files)
    zip.addFile(path, `${slug}/${name}`, { mtime, compress: !PACKED_ALREADY.test(name) });
  zip.end();
  zip.outputStream.pipe(out);
  for await (const piece of out) if (Buffer.isBuffer(piece)) yield piece;
}

function manifestOf({ slug, title, revision }: PackedCourse, files: readonly PackedFile[]): string {
  const manifest: PackageManifest = {
    format: 'xueshi-course',
    version: 1,
    slug,
    title,
    revision,
    files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
