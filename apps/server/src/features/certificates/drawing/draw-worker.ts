// Runs in a thread of its own: reading two whole Chinese fonts and cutting them down takes longer than
// a request may hold the others up.
import assert from 'node:assert/strict';
import { parentPort, workerData } from 'node:worker_threads';
import { drawCertificate } from './draw-certificate.ts';
import { drawReport } from './draw-report.ts';
import { drawStatement } from './draw-statement.ts';
import type { Sheet } from './sheet.ts';

assert(parentPort, 'started by draw.ts with the sheet to draw');
const sheet = workerData as Sheet;

function draw(): Promise<Buffer> {
  switch (sheet.layout) {
    case 'certificate':
      return drawCertificate(sheet);
    case 'statement':
      return drawStatement(sheet);
    case 'report':
      return drawReport(sheet);
  }
}

parentPort.postMessage(await draw());
