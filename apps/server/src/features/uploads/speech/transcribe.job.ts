export const TRANSCRIBE = 'transcribe-draft-recording';
export const transcribeKey = (fileId: string, language: SpokenLanguage) =>
  `${TRANSCRIBE}:${fileId}:${language}`;

/** Those that a lecture can have subtitles in. */
export const SPOKEN_LANGUAGES = ['zh-CN', 'en'] as const;
export type SpokenLanguage = (typeof SPOKEN_LANGUAGES)[number];

export interface Transcribe {
  readonly draftId: string;
  readonly fileId: string;
  readonly language: SpokenLanguage;
  /** The id of who asked for it. */
  readonly by: string;
}
