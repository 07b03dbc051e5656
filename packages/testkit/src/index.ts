export * from './sample-course.ts';
