import type { Resource } from './manifest.ts';

export type ResourceKind =
  | 'page'
  | 'assessment'
  | 'bank'
  | 'discussion'
  | 'weblink'
  | 'tool'
  | 'assignment'
  | 'settings'
  | 'file'
  | 'unknown';

const PAGE = /\.x?html?$/i;
/** Canvas's own file of a quiz, with the kinds of question that Common Cartridges have no form for. */
export const CANVAS_QUIZ = /\.xml\.qti$/i;
const SETTINGS = /\.(?:xml|txt|json)$/i;
const CANVAS_ASSIGNMENT = /(?:^|\/)assignment_settings\.xml$/;

/** The types of the Common Cartridge Profile 1.0–1.3 ("Resource types"), with any number of a version. */
const TYPES: readonly (readonly [RegExp, ResourceKind])[] = [
  [/^imsqti_xmlv1p\d(?:\/imscc_xmlv\dp\d)?\/assessment$/, 'assessment'],
  [/^imsqti_xmlv1p\d(?:\/imscc_xmlv\dp\d)?\/question-bank$/, 'bank'],
  [/^imsdt_/, 'discussion'],
  [/^imswl_/, 'weblink'],
  [/^ims(?:basic)?lti/, 'tool'],
  [/^(?:ims)?assignment_|\/assignment$/, 'assignment'],
];

/** What a resource is: by its type, of web content by the file that is opened. */
export function kindOf({ type, files }: Resource): ResourceKind {
  const known = TYPES.find(([pattern]) => pattern.test(type));
  if (known !== undefined) return known[1];
  const isAssociated = type.startsWith('associatedcontent/');
  if (type !== 'webcontent' && !isAssociated) return 'unknown';
  if (files.some((file) => CANVAS_ASSIGNMENT.test(file))) return 'assignment';
  const opened = files[0] ?? '';
  if (PAGE.test(opened.replace(/[?#].*$/, ''))) return 'page';
  if (CANVAS_QUIZ.test(opened)) return 'assessment';
  return isAssociated && SETTINGS.test(opened) ? 'settings' : 'file';
}
