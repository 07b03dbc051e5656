import { m } from '@xueshi/messages';
import { mediaProblems } from '#lib/features/media-problems/labels.ts';

/** What the page says of subtitles that are made of a recording's speech, by their language. */
export const spoken = {
  'zh-CN': {
    begin: m.recordings_speech_begin_zh,
    anew: m.recordings_speech_anew_zh,
    again: m.recordings_speech_again_zh,
    waiting: m.recordings_speech_waiting_zh,
    listening: m.recordings_speech_listening_zh,
    done: m.recordings_speech_done_zh,
    choose: m.recordings_speech_choose_zh,
    failed: m.recordings_speech_failed_zh,
  },
  en: {
    begin: m.recordings_speech_begin_en,
    anew: m.recordings_speech_anew_en,
    again: m.recordings_speech_again_en,
    waiting: m.recordings_speech_waiting_en,
    listening: m.recordings_speech_listening_en,
    done: m.recordings_speech_done_en,
    choose: m.recordings_speech_choose_en,
    failed: m.recordings_speech_failed_en,
  },
} as const;

/** Why no subtitles were made of it, by the reason that the server gives. */
export const speechProblems = {
  ...mediaProblems,
  unreadable: m.recordings_problem_unreadable,
  stopped: m.recordings_speech_problem_stopped,
  'command-failed': m.recordings_speech_problem_command_failed,
  'not-subtitles': m.recordings_speech_problem_not_subtitles,
  'nothing-heard': m.recordings_speech_problem_nothing_heard,
  'not-configured': m.recordings_speech_problem_not_configured,
  'draft-full': m.recordings_speech_problem_full,
  'all-full': m.recordings_speech_problem_full,
  'too-slow': m.recordings_speech_problem_too_slow,
  'too-much-memory': m.recordings_speech_problem_too_heavy,
  'output-too-large': m.recordings_speech_problem_too_heavy,
};
