// Runs in a thread of its own and draws what it is sent, some people at a time; each answer is what the
// document has grown by, so that neither side ever holds the whole.
import assert from 'node:assert/strict';
import { on, once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { openBook } from './draw-records.ts';
import type { PartOfRecords } from './records-thread.ts';
import type { RecordBook } from './sheet.ts';

assert(parentPort, 'started by records-thread.ts with the book to draw');
const book = openBook(workerData as RecordBook);
const { pdf } = book.page;
let grown: Buffer[] = [];
pdf.on('data', (bytes: Buffer) => void grown.push(bytes));

for await (const [message] of on(parentPort, 'message')) {
  const part = message as PartOfRecords;
  for (const person of part.people) book.draw(person);
  if (part.last) {
    const ended = once(pdf, 'end');
    book.end(part.last);
    await ended;
  } else {
    // What was drawn is handed out in the next turn.
    await new Promise((done) => void setImmediate(done));
  }
  parentPort.postMessage(Buffer.concat(grown));
  grown = [];
  if (part.last) break;
}
