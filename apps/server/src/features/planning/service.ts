// The door of the planning feature.
export { calendarFile } from './calendar.ts';
export {
  confirmMailAddress,
  mailAddressOf,
  removeMailAddress,
  setMailAddress,
} from './mail-address.ts';
export { ownPlanning } from './own-data.ts';
export { readPlan } from './plan.ts';
export { sendRemindersHandler } from './send-reminders.handler.ts';
export { remindNextMorning, SEND_REMINDERS } from './send-reminders.job.ts';
export { saveStudyTimes } from './study-times.ts';
export { suggestCourses } from './suggestions.ts';
