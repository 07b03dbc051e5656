// A textbook's file: kept as it came, under the hash of its bytes, and then prepared for reading.
import { TEXTBOOK_FILE_BYTES } from '@xueshi/contracts';
import { createWriteStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { enqueueJob, type JobRunner } from '../../platform/jobs.ts';
import { keepFile } from '../../platform/kept-files.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import type { Actor } from '../../platform/sessions.ts';
import { demandRoom } from '../uploads/service.ts';
import { recordChange, update } from './change.ts';
import { keptTextbook } from './permission.ts';
import { PREPARE_TEXTBOOK, prepareKey, type PrepareTextbook } from './prepare.job.ts';
import { wasNamed } from './store.ts';

const MIB = 1024 ** 2;

/** Keeps the file and begins to prepare it. What a published course names stays the book that it is. */
export async function setTextbookFile(
  platform: Platform,
  jobs: Pick<JobRunner, 'wake'>,
  actor: Actor,
  code: string,
  sent: { readonly name: string; readonly content: Readable },
): Promise<void> {
  const { db, config, write, clock } = platform;
  await keptTextbook(db, actor, code);
  if (await wasNamed(db, code)) throw new Refused('textbook-named');
  await demandRoom(platform, TEXTBOOK_FILE_BYTES);
  // Left over by a process that died, it is swept with those of packages.
  const room = await mkdtemp(join(config.dataFolder, 'package-'));
  try {
    const path = join(room, 'book');
    await receive(sent.content, path);
    const format = await formatOf(path);
    const kept = await keepFile(platform, path);
    const now = clock.now();
    await write(async (tx) => {
      const { row, unit } = await keptTextbook(tx, actor, code);
      if (await wasNamed(tx, code)) throw new Refused('textbook-named');
      const fileName = shownName(sent.name);
      await update(tx, actor, now, row, {
        ...{ state: 'preparing', problem: null, problemDetail: null, parts: 0, outline: [] },
        ...{ format, fileName, sha256: kept.sha256, bytes: kept.bytes },
      });
      await enqueueJob(tx, {
        name: PREPARE_TEXTBOOK,
        uniqueKey: prepareKey(row.id, kept.sha256),
        payload: { textbookId: row.id } satisfies PrepareTextbook,
        now,
      });
      await recordChange(tx, actor, now, {
        action: 'textbook-file-sent',
        unitId: unit.id,
        detail: { title: row.title, code, fileName },
      });
    });
  } finally {
    await rm(room, { recursive: true, force: true });
  }
  jobs.wake();
}

async function receive(content: Readable, path: string): Promise<void> {
  let bytes = 0;
  const counted = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > TEXTBOOK_FILE_BYTES)
        throw new Refused('textbook-file-too-large', { mib: TEXTBOOK_FILE_BYTES / MIB });
      yield chunk;
    }
  };
  await pipeline(content, counted, createWriteStream(path));
  if (bytes === 0) throw new Refused('upload-empty');
}

/** By its bytes, whatever it is called. */
async function formatOf(path: string): Promise<'pdf' | 'epub'> {
  await using file = await open(path, 'r');
  const { buffer, bytesRead } = await file.read(Buffer.alloc(1024), 0, 1024, 0);
  const head = buffer.toString('latin1', 0, bytesRead);
  if (head.startsWith('PK\x03\x04')) return 'epub';
  if (head.includes('%PDF-')) return 'pdf';
  throw new Refused('textbook-file-unfit');
}

/** A name to show: one line, no path. */
function shownName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  return [...last.replaceAll(/[\p{Cc}\p{Cf}]/gu, '').trim()].slice(0, 120).join('');
}
