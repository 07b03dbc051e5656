// Runs in a thread of its own: reading chapters that others wrote takes longer than a request may hold the others up.
import assert from 'node:assert/strict';
import { parentPort, workerData } from 'node:worker_threads';
import { readEpub } from '@xueshi/formats/epub';
import type { EpubAsked } from './from-epub.ts';

assert(parentPort, 'started by from-epub.ts with the book to read');
const { source, folder } = workerData as EpubAsked;
parentPort.postMessage(await readEpub(source, folder));
