// The addresses that take a file: every other body is small, and here soon.
const FILE_PATHS = [
  /^\/api\/v1\/org-units\/[\w-]+\/(?:roster|unit)-imports\?/,
  /^\/api\/v1\/drafts\/[\w-]+\/uploads\/[\w-]+$/,
  /^\/api\/v1\/drafts\/packages$/,
  /^\/api\/v1\/org-units\/[\w-]+\/emblem(?:\?|$)/,
  /^\/api\/v1\/drafts\/[\w-]+\/lessons\/[a-z0-9-]+\/question-readings\?/,
  /^\/api\/v1\/studio\/banks\/[a-z0-9-]+\/question-readings\?/,
  /^\/api\/v1\/lecturers\/[\w-]+\/photo$/,
  /^\/api\/v1\/studio\/banks\/[a-z0-9-]+\/pictures\?/,
  /^\/api\/v1\/textbooks\/[\w-]+\/file(?:\?|$)/,
  /^\/studio\/drafts(?:\?|$)/,
  /^\/studio\/drafts\/[\w-]+\/lessons\/[a-z0-9-]+(?:\/import)?(?:\?|$)/,
  /^\/studio\/banks\/[a-z0-9-]+(?:\/import|\/items\/[\w-]+)?(?:\?|$)/,
  /^\/admin\/units\/[\w-]+\/(?:roster|excel|settings)(?:\?|$)/,
  /^\/lecturers\/[\w-]+\/edit(?:\?|$)/,
  /^\/textbooks\/[\w-]+\/edit(?:\?|$)/,
];

export const takesFile = (url: string): boolean => FILE_PATHS.some((path) => path.test(url));
