const SENTENCE = /[^。？！；]*[。？！；]+[”’」』》]*|[^。？！；]+$/gu;
const CHINESE = /[\p{Script=Han}〇]/u;

/** A sentence ends with 。？！ or ；. Line breaks of the source mean nothing. */
export function splitSentences(say: string): string[] {
  const running = say.replaceAll(/\s+/gu, '');
  return (running.match(SENTENCE) ?? []).filter((sentence) => CHINESE.test(sentence));
}

export const isChinese = (character: string): boolean => CHINESE.test(character);

/** Characters that are heard: what a share of speaking time is measured by. */
export const spokenCharacters = (text: string): number => [...text].filter(isChinese).length;
