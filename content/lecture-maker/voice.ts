import { execFile } from 'node:child_process';
import { voiceText } from './pronunciation.ts';
import type { Schedule, SpokenSentence } from './schedule.ts';

/** A spoken sentence: mono, 16 bit, without silence at its ends. */
export interface Recording extends SpokenSentence {
  readonly samples: Int16Array;
}

export const SAMPLE_RATE = 22_050;
const WAV_HEADER_BYTES = 44;
/** Quieter than this is silence (full scale is 32768). */
const SILENCE = 200;
const KEPT_SILENCE_SAMPLES = Math.round(SAMPLE_RATE * 0.03);
const VOICE = ['-v', 'cmn-latn-pinyin', '-s', '165', '-m', '--stdin', '--stdout'];

/** Speaks one sentence with espeak-ng. */
export async function speak(sentence: string): Promise<Recording> {
  // The voice alone speaks within five semitones, in which the tones hardly differ.
  const text = `<speak><prosody range="x-high" pitch="+20%">${voiceText(sentence)}</prosody></speak>`;
  const wav = await runVoice(text);
  if (wav.length <= WAV_HEADER_BYTES || wav.readUInt32LE(24) !== SAMPLE_RATE) {
    throw new Error(`espeak-ng gave no ${SAMPLE_RATE} Hz sound for “${sentence}”`);
  }
  const count = Math.floor((wav.length - WAV_HEADER_BYTES) / 2);
  const samples = Int16Array.from({ length: count }, (_, at) =>
    wav.readInt16LE(WAV_HEADER_BYTES + at * 2),
  );
  const heard = withoutSilentEnds(samples);
  if (heard.length === 0) throw new Error(`espeak-ng is silent for “${sentence}”`);
  return {
    text: sentence,
    samples: heard,
    durationMs: Math.ceil((heard.length * 1000) / SAMPLE_RATE),
  };
}

function runVoice(text: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 } as const;
    const child = execFile('espeak-ng', VOICE, options, (error, stdout) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`espeak-ng does not run (${error.message}); install espeak-ng`));
    });
    child.stdin?.end(text);
  });
}

function withoutSilentEnds(samples: Int16Array): Int16Array {
  const first = samples.findIndex((sample) => Math.abs(sample) > SILENCE);
  if (first < 0) return new Int16Array();
  const last = samples.findLastIndex((sample) => Math.abs(sample) > SILENCE);
  return samples.slice(Math.max(0, first - KEPT_SILENCE_SAMPLES), last + KEPT_SILENCE_SAMPLES);
}

/** The whole narration as a WAV file: every recording at its place in the schedule. */
export function narrationWav(
  schedule: Schedule,
  recordings: readonly (readonly Recording[])[],
): Buffer {
  const samplesAt = (ms: number): number => Math.round((ms * SAMPLE_RATE) / 1000);
  const data = new Int16Array(samplesAt(schedule.durationMs));
  for (const [slideAt, slide] of schedule.slides.entries()) {
    for (const [sentenceAt, sentence] of slide.sentences.entries()) {
      const recording = recordings[slideAt]?.[sentenceAt];
      if (recording !== undefined) data.set(recording.samples, samplesAt(sentence.startMs));
    }
  }
  return Buffer.concat([wavHeader(data.byteLength), Buffer.from(data.buffer)]);
}

function wavHeader(dataBytes: number): Buffer {
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(SAMPLE_RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}
