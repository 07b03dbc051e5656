// The door of the courseware feature: what other features may call.
export { ownCourseware } from './own-data.ts';
