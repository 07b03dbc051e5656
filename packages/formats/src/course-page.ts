// Courses as pages to read without a server. A door of its own: starting the server must not load it.
export { lessonParts, type LessonPart } from './course-page/lesson-parts.ts';
export { renderCourse } from './course-page/render-course.ts';
