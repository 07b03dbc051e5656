export const PREPARE_TEXTBOOK = 'prepare-textbook';

/** Of one file of one textbook: another file is other work. */
export const prepareKey = (textbookId: string, sha256: string) =>
  `${PREPARE_TEXTBOOK}:${textbookId}:${sha256}`;

export interface PrepareTextbook {
  readonly textbookId: string;
}
