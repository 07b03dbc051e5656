export const MATCH_SLIDES = 'match-draft-slides';
export const matchKey = (fileId: string) => `${MATCH_SLIDES}:${fileId}`;

export interface MatchSlides {
  readonly draftId: string;
  readonly fileId: string;
}
