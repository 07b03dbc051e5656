// A door of its own: starting the server must not load what only comparing needs.
export { compareCharacters, type TextPart } from './comparison/compare-characters.ts';
export { compareTexts, type ComparedLines } from './comparison/compare-texts.ts';
export { inOneLayout } from './comparison/one-layout.ts';
