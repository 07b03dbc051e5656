// Pictures as they are taken in. A door of its own: reading courses does not need it.
export { withoutMetadata } from './picture/without-metadata.ts';
