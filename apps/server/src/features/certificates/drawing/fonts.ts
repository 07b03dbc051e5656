import * as fontkit from 'fontkit';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const fileOf = (name: string) =>
  fileURLToPath(import.meta.resolve(`@expo-google-fonts/noto-serif-sc/${name}`));

export const FONT_FILES = {
  regular: fileOf('400Regular/NotoSerifSC_400Regular.ttf'),
  bold: fileOf('700Bold/NotoSerifSC_700Bold.ttf'),
} as const;

/** What printers set for a character they have no type for. */
const GETA = '〓';

export interface Typesetting {
  /** A text in characters that the font has; others become 〓 and are remembered. */
  set(text: string): string;
  /** The characters that were missing, each once. */
  missing(): readonly string[];
}

/** Looks every character up, so that none becomes an empty box without a word. */
export function typesetting(): Typesetting {
  const font = fontkit.create(readFileSync(FONT_FILES.regular));
  const missing = new Set<string>();
  const has = (character: string) =>
    'hasGlyphForCodePoint' in font && font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);
  return {
    set: (text) =>
      [...text]
        // A variation selector asks for another form of the character before it.
        .filter((character) => !/\p{Variation_Selector}/u.test(character))
        .map((character) => {
          if (/\s/u.test(character)) return ' ';
          if (has(character)) return character;
          missing.add(character);
          return GETA;
        })
        .join(''),
    missing: () => [...missing],
  };
}
