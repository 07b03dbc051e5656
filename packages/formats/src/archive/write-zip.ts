import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** A file to be packed: its name in the archive, and what it says or where its bytes lie now. */
export type ZippedFile =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly path: string };

/** Pictures, sound and video are compressed already. */
const PACKED_ALREADY = /\.(?:mp4|m4a|webp|png|jpe?g|gif|avif|pdf)$/i;

/**
 * Files as a zip, written as it is read: files on the disk are not opened before, and only a piece of them
 * is in memory. The stream fails when one cannot be read.
 */
export const writeZip = (files: readonly ZippedFile[], mtime: Date): Readable =>
  Readable.from(piecesOf(files, mtime), { objectMode: false });

async function* piecesOf(files: readonly ZippedFile[], mtime: Date): AsyncGenerator<Buffer> {
  const zip = new ZipFile();
  const out = new PassThrough();
  zip.on('error', (error) => out.destroy(error));
  for (const file of files) {
    // Thousands of small files that were packed at once would keep everybody else waiting.
    if ('text' in file)
      zip.addReadStreamLazy(file.name, { mtime }, (pass) => {
        pass(null, Readable.from([Buffer.from(file.text)]));
      });
    else zip.addFile(file.path, file.name, { mtime, compress: !PACKED_ALREADY.test(file.name) });
  }
  zip.end();
  zip.outputStream.pipe(out);
  for await (const piece of out) if (Buffer.isBuffer(piece)) yield piece;
}
