export * from './fake-clock.ts';
export * from './one-point.ts';
export * from './sample-course.ts';
export * from './temporary-folder.ts';
