import { m } from '@xueshi/messages';

/** What to do about a recording that could not be packaged, by the reason the server gives. */
export const mediaProblems = {
  unreadable: m.studio_media_problem_unreadable,
  empty: m.studio_media_problem_empty,
  'not-a-video': m.studio_media_problem_not_a_video,
  playlist: m.studio_media_problem_playlist,
  truncated: m.studio_media_problem_truncated,
  'no-video': m.studio_media_problem_no_video,
  'no-audio': m.studio_media_problem_no_audio,
  'unsupported-codec': m.studio_media_problem_unsupported_codec,
  'too-long': m.studio_media_problem_too_long,
  'too-large': m.studio_media_problem_too_large,
  'too-small': m.studio_media_problem_too_small,
  'bad-subtitles': m.studio_media_problem_bad_subtitles,
  'length-differs': m.studio_media_problem_length_differs,
  'disk-full': m.studio_media_problem_disk_full,
  'too-slow': m.studio_media_problem_too_slow,
  'too-much-memory': m.studio_media_problem_too_much_memory,
  'output-too-large': m.studio_media_problem_output_too_large,
  'target-occupied': m.studio_media_problem_target_occupied,
  'encoder-failed': m.studio_media_problem_encoder_failed,
  'no-ffmpeg': m.studio_media_problem_no_ffmpeg,
  aborted: m.studio_media_problem_aborted,
};
