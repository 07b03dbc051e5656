// The door of the lecturer register: who teaches, and what of it courses show.
export {
  addLecturer,
  removeLecturerPhoto,
  saveLecturer,
  setLecturerPhoto,
  setLecturerRetired,
} from './change.ts';
export { ownLecturing } from './own-data.ts';
export {
  demandChoice,
  lecturerBlock,
  listLecturerChoices,
  listLecturers,
  readLecturer,
  readLecturerEntry,
} from './register.ts';
