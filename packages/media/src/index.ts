export { findFfmpeg, type Ffmpeg, type FindFfmpegOptions } from './find-ffmpeg.ts';
export {
  inspectRecording,
  type InspectedRecording,
  type InspectRecordingOptions,
  type Stretch,
} from './inspect-recording.ts';
export { probeVideo, type ProbedVideo, type ProbeOptions } from './probe.ts';
export { packageLecture, type Packaged, type PackageLectureOptions } from './package-lecture.ts';
export {
  MANIFEST_FILE,
  readManifest,
  verifyPackage,
  type Manifest,
  type ManifestFile,
  type ManifestRendition,
  type PackageProblem,
} from './manifest.ts';
export { isLanguageTag, readSubtitles, type SubtitleSource } from './subtitles.ts';
export { DEFAULT_LIMITS, type MediaLimits } from './limits.ts';
export { parsePlaylist, type MediaPlaylist, type PlaylistSegment } from './playlist.ts';
export { TARGET_LUFS } from './loudness.ts';
export { PEAKS_PER_SECOND } from './waveform.ts';
export type { Container } from './container.ts';
export { codecOf } from './codecs.ts';
export { ladderHeights } from './ladder.ts';
export type {
  PackageRefusal,
  PackageRefusalReason,
  ProbeRefusal,
  ProbeRefusalReason,
  Refusal,
} from './refusal.ts';
export {
  RENDER_LIMITS,
  renderPages,
  type Rendered,
  type RenderLimits,
  type RenderPagesOptions,
} from './slides/render-pages.ts';
export type { OutlineHeading, RenderedPage, RenderRefusalReason } from './slides/render-report.ts';
export { matchSlides, type MatchedSlides, type MatchSlidesOptions } from './slides/match-slides.ts';
export {
  CONVERSION_LIMITS,
  convertPresentation,
  type ConversionLimits,
  type Converted,
  type ConvertPresentationOptions,
} from './slides/convert-presentation.ts';
export {
  findOffice,
  whereOffice,
  type FindOfficeOptions,
  type Office,
} from './slides/find-office.ts';
export {
  SPEECH_LIMITS,
  transcribeRecording,
  type SpeechLimits,
  type SpeechRefusalReason,
  type TranscribeRecordingOptions,
  type Transcribed,
} from './speech/transcribe-recording.ts';
export { SPEECH_SAMPLES_PER_SECOND } from './speech/speech-sound.ts';
