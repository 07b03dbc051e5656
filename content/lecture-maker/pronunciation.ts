import { customPinyin, pinyin } from 'pinyin-pro';
import { isChinese } from './sentences.ts';

/** Readings that the word list gets wrong, found by comparing it with the voice's own word list. */
const READINGS: Readonly<Record<string, string>> = {
  不干了: 'bú gàn le',
  为中心: 'wéi zhōng xīn',
  为准: 'wéi zhǔn',
  为限: 'wéi xiàn',
  例子: 'lì zi',
  公家: 'gōng jia',
  功夫: 'gōng fu',
  告诉: 'gào su',
  商量: 'shāng liang',
  妻子: 'qī zi',
  定位为: 'dìng wèi wéi',
  实行: 'shí xíng',
  家伙: 'jiā huo',
  就得: 'jiù děi',
  干了: 'gàn le',
  干涉: 'gān shè',
  干着: 'gàn zhe',
  应到会: 'yīng dào huì',
  得了什么: 'dé le shén me',
  征得当事人: 'zhēng dé dāng shì rén',
  根子: 'gēn zi',
  案子: 'àn zi',
  没出: 'méi chū',
  消息: 'xiāo xi',
  清楚: 'qīng chu',
  用不着: 'yòng bu zháo',
  用得着: 'yòng de zháo',
  相同: 'xiāng tóng',
  认为: 'rèn wéi',
  调解纠纷: 'tiáo jiě jiū fēn',
  省一级: 'shěng yì jí',
  确定为: 'què dìng wéi',
  行政: 'xíng zhèng',
  规矩: 'guī ju',
  视为: 'shì wéi',
  还得: 'hái děi',
  重新: 'chóng xīn',
};
customPinyin({ ...READINGS });

/** After these 得 is dé (obtain, may); elsewhere it follows a verb and has no tone. */
const BEFORE_DE = new Set('不取所既征获难使');
const NUMERALS = new Set('第十百千〇零一二三四五六七八九');
const COUNTED = new Set('一二两三四五六七八九十几');
const PAUSES: Readonly<Record<string, string>> = {
  '，': ',',
  '、': ',',
  '：': ',',
  '；': '.',
  '。': '.',
  '？': '?',
  '！': '.',
};
const words = new Intl.Segmenter('zh', { granularity: 'word' });

/**
 * A sentence as the voice reads it: pinyin with tone numbers (5 is the neutral tone), words joined,
 * pauses as ASCII punctuation. Quotation and book-title marks are silent. The voice itself changes
 * a third tone before a third tone.
 */
export function voiceText(sentence: string): string {
  const syllables = readSyllables(sentence);
  let at = 0;
  let text = '';
  for (const { segment } of words.segment(sentence)) {
    const characters = [...segment];
    const spoken = characters.flatMap((character, index) =>
      isChinese(character) ? [syllables[at + index] ?? ''] : [],
    );
    at += characters.length;
    // Joined, the voice would take the n for the end of the syllable before it.
    if (spoken.length > 0) text += ` ${spoken.join('').replaceAll(/(?<=\d)(?=n)/g, ' ')}`;
    else text += PAUSES[segment] ?? '';
  }
  return text.trim();
}

/** One syllable with its tone number for each Chinese character; other characters as they are. */
export function readSyllables(sentence: string): string[] {
  const characters = [...sentence];
  // The most probable division into words, which finds more readings right than the longest match.
  const read = pinyin(sentence, { toneType: 'num', type: 'array', v: true, segmentit: 2 });
  return characters.map((character, at) => {
    const syllable = (read[at] ?? '').replace(/0$/, '5');
    return inContext(character, syllable, characters, at);
  });
}

function inContext(
  character: string,
  syllable: string,
  characters: readonly string[],
  at: number,
): string {
  const before = characters[at - 1] ?? '';
  if (character === '只') return COUNTED.has(before) ? 'zhi1' : 'zhi3';
  if (character === '得' && syllable === 'de2' && !BEFORE_DE.has(before)) {
    return characters[at + 1] === '到' && before !== '想' ? 'de2' : 'de5';
  }
  if (character === '一' && NUMERALS.has(before)) return 'yi1';
  // 一户一户: the second is a number, not the light 一 of 看一看.
  if (character === '一' && syllable === 'yi5' && characters[at - 2] === '一') {
    return readSyllables(`一${characters[at + 1] ?? ''}`)[0] ?? 'yi1';
  }
  return syllable;
}
