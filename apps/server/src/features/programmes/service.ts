// The door of the programmes feature: assigned training (DOMAIN M1).
export { amendProgramme } from './amend.ts';
export { listAssigned } from './assigned.ts';
export {
  closingForFile,
  correctClosingReport,
  demandClosingReport,
  listClosingNames,
  readClosingReport,
} from './closing.ts';
export { copyProgramme, createProgramme, discardProgramme, saveProgramme } from './drafts.ts';
export { exemptMember, extendMember, withdrawException } from './exceptions.ts';
export { extendMembers } from './extend-many.ts';
export { chosenInWords } from './chosen-in-words.ts';
export { courseWishes, type CourseWish } from './for-learner.ts';
export { listMembersAbove, listProgrammesAbove, readProgrammeAbove } from './from-above.ts';
export * from './handlers.ts';
export { listMembers } from './members.ts';
export { demandMembersFrom, membersForFile } from './members-for-file.ts';
export { listOffersAbove, readOfferAbove, takeOffer } from './offers-above.ts';
export { offerProgramme, readOffer, withdrawOffer } from './offers.ts';
export { ownProgrammes } from './own-data.ts';
export {
  ASSIGN_PROGRAMME,
  CLOSE_PROGRAMME,
  EXTEND_MEMBERS,
  PROGRAMME_DAY,
  programmesNextMorning,
  REASSIGN_PEOPLE,
  RECOMMEND_COURSES,
  RECOUNT_MEMBERS,
  REMIND_MEMBERS,
} from './programme-jobs.ts';
export { noteCourseCompleted } from './progress.ts';
export { administeredProgramme } from './permission.ts';
export { closeProgramme, publishProgramme } from './publish.ts';
export { recommendCourses, workOutRecommendations } from './recommend.ts';
export { remindMembers, remindMembersAbove } from './remind.ts';
export { setResponsible } from './responsible.ts';
export { listProgrammes, previewProgramme, readProgramme } from './views.ts';
