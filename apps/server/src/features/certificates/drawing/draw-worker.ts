// Runs in a thread of its own: reading two whole Chinese fonts and cutting them down takes longer than
// a request may hold the others up.
import assert from 'node:assert/strict';
import { parentPort, workerData } from 'node:worker_threads';
import { drawCertificate } from './draw-certificate.ts';
import { drawStatement } from './draw-statement.ts';
import type { Sheet } from './sheet.ts';

assert(parentPort, 'started by draw.ts with the sheet to draw');
const sheet = workerData as Sheet;
parentPort.postMessage(
  await (sheet.layout === 'certificate' ? drawCertificate(sheet) : drawStatement(sheet)),
);
