import { pinyin } from 'pinyin-pro';

/** How a name or title is sorted and found: full pinyin without tones, and initials. */
export function pinyinOf(name: string): { namePinyin: string; nameInitials: string } {
  const syllables = pinyin(name, {
    toneType: 'none',
    type: 'array',
    mode: 'surname',
    nonZh: 'consecutive',
    v: true,
  });
  return {
    namePinyin: syllables.join(' ').toLowerCase(),
    nameInitials: syllables
      // A rare character is its own syllable, and two units long.
      .map((syllable) => Array.from(syllable)[0] ?? '')
      .join('')
      .toLowerCase(),
  };
}

/** Initials of a title's Chinese characters only: 信访工作 → xfgz. */
export function initialsOf(text: string): string {
  return pinyin(text, { toneType: 'none', type: 'array', pattern: 'first', nonZh: 'removed' })
    .join('')
    .toLowerCase();
}
