/** Every sentence of the product, in zh-CN and en, as typed functions. */
export { m } from '#compiled/messages.js';
export { baseLocale, getLocale, isLocale, locales, setLocale } from '#compiled/runtime.js';
export type { Locale } from '#compiled/runtime.js';
