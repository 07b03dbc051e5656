// Runs in a thread of its own: a hostile header may make the parser slow or greedy, and then only this ends.
import assert from 'node:assert/strict';
import { parentPort, workerData } from 'node:worker_threads';
import {
  FilePathSource,
  Input,
  MATROSKA,
  MP4,
  MPEG_TS,
  QTFF,
  WEBM,
  type InputAudioTrack,
  type InputVideoTrack,
} from 'mediabunny';
import type { TracksFound } from './probe.ts';

async function readTracks(path: string): Promise<TracksFound> {
  const formats = [MP4, QTFF, MATROSKA, WEBM, MPEG_TS];
  using input = new Input({ formats, source: new FilePathSource(path) });
  const startSeconds = await input.getFirstTimestamp();
  const [picture] = await input.getVideoTracks();
  const [sound] = await input.getAudioTracks();
  return {
    picture: picture ? await describePicture(picture, startSeconds) : null,
    sound: sound ? await describeSound(sound, startSeconds) : null,
  };
}

async function describePicture(track: InputVideoTrack, startSeconds: number) {
  return {
    codec: await track.getCodec(),
    width: await track.getDisplayWidth(),
    height: await track.getDisplayHeight(),
    codedPixels: (await track.getCodedWidth()) * (await track.getCodedHeight()),
    rotation: await track.getRotation(),
    frameRate: (await track.computeFrameRateMetrics()).bestGuessFrameRate,
    durationMs: Math.round(1000 * ((await track.computeDuration()) - startSeconds)),
  };
}

async function describeSound(track: InputAudioTrack, startSeconds: number) {
  return {
    codec: await track.getCodec(),
    channels: await track.getNumberOfChannels(),
    sampleRate: await track.getSampleRate(),
    durationMs: Math.round(1000 * ((await track.computeDuration()) - startSeconds)),
  };
}

const path: unknown = workerData;
assert(typeof path === 'string' && parentPort, 'started by probe.ts with the path to read');
parentPort.postMessage(await readTracks(path));
