// The door of syllabuses: what is to be taught, and which courses teach it.
export {
  addSyllabus,
  copySyllabus,
  discardSyllabus,
  putSyllabusInForce,
  saveSyllabus,
} from './change.ts';
export {
  coveredPoints,
  demandPointsOffered,
  listSyllabusChoices,
  listSyllabuses,
  readSyllabus,
} from './coverage.ts';
