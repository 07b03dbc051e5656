// A program in the place of speech recognition: it does what its folder says. Used by tests only.
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const PROGRAM = `#!${process.execPath}
const { readFileSync, appendFileSync } = require('node:fs');
const { join } = require('node:path');
const [audio, language, ...more] = process.argv.slice(2);
const bytes = readFileSync(audio);
const wav = {
  kind: bytes.subarray(0, 4) + bytes.subarray(8, 12).toString(),
  channels: bytes.readUInt16LE(22),
  rate: bytes.readUInt32LE(24),
  bits: bytes.readUInt16LE(34),
  seconds: Math.round(bytes.readUInt32LE(40) / 32000),
};
appendFileSync(join(__dirname, 'calls'), JSON.stringify({ language, more, wav }) + '\\n');
const does = readFileSync(join(__dirname, 'does'), 'utf8');
if (does === 'fail') { console.error('no model'); process.exit(2); }
let share = 0.5;
if (does === 'hang') setInterval(() => console.error('progress=' + (share += 0.001).toFixed(3)), 500);
else process.stdout.write(does);
`;

export interface SpeechStandIn {
  readonly path: string;
  /** What it prints from now on; or `fail`, or `hang`. */
  does(what: string): Promise<void>;
  /** The file that holds a line of JSON for each time that it was called. */
  readonly calls: string;
}

/** Writes it into `folder`. */
export async function makeSpeechStandIn(folder: string, prints: string): Promise<SpeechStandIn> {
  const path = join(folder, 'listen');
  await writeFile(path, PROGRAM);
  await chmod(path, 0o755);
  const does = (what: string) => writeFile(join(folder, 'does'), what);
  await does(prints);
  return { path, does, calls: join(folder, 'calls') };
}
