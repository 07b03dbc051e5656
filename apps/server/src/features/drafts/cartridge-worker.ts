// Runs in a thread of its own: reading pages that others wrote takes longer than a request may hold the others up.
import assert from 'node:assert/strict';
import { parentPort, workerData } from 'node:worker_threads';
import { readCartridge, writeCartridgeCourse } from '@xueshi/formats/cartridge';
import type { CartridgeAsked, CartridgeMade } from './from-cartridge.ts';

assert(parentPort, 'started by from-cartridge.ts with the cartridge to read');
const { path, folder, slug } = workerData as CartridgeAsked;

async function make(): Promise<CartridgeMade> {
  const read = await readCartridge('', path);
  if (!read.ok) return read;
  const { facts, lessons } = read.course;
  const written = await writeCartridgeCourse(read.course, path, folder, { slug, area: null });
  if (!written.ok) return written;
  const heads = lessons.map(({ id, kind, title, required }) => ({ id, kind, title, required }));
  return { ok: true, facts, lessons: heads, files: written.files, notCarried: read.notCarried };
}

parentPort.postMessage(await make());
