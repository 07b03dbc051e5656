// Courses of other systems. A door of its own: starting the server must not load what only imports need.
export type {
  CartridgeCourse,
  CartridgeFacts,
  CartridgeLesson,
  CartridgePicture,
  CartridgeRead,
} from './cartridge/cartridge.ts';
export { readCartridge } from './cartridge/read-cartridge.ts';
export {
  writeCartridgeCourse,
  type CartridgeFolder,
  type CartridgeWritten,
} from './cartridge/write-cartridge-course.ts';
