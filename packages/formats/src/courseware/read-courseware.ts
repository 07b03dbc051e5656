import type { Courseware } from '@xueshi/domain';
import { openArchiveFile, type ForeignArchive } from '../archive/foreign-archive.ts';
import { decodeText } from '../folder.ts';
import { inReadingOrder, locatedError, WHOLE_FILE, type LocatedError } from '../located-error.ts';
import { readXml, type XmlMark } from '../xml/xml.ts';
import { readCourseStructure } from './cmi5/course-structure.ts';
import { COURSEWARE_LIMITS, MANIFEST_LIMITS } from './limits.ts';
import type { ManifestReading } from './manifest-reading.ts';
import { partErrors } from './parts.ts';
import { readScormManifest } from './scorm/scorm-manifest.ts';

/** What a package asks for and is not followed, with its place in the manifest and a sentence like an error's. */
export type CoursewareNote = LocatedError;

export type CoursewareRead =
  | {
      readonly ok: true;
      readonly courseware: Courseware;
      /** Every file of the archive, by its name in it. */
      readonly files: readonly string[];
      readonly notCarried: readonly CoursewareNote[];
    }
  | { readonly ok: false; readonly errors: readonly LocatedError[] };

/**
 * Reads a package of courseware on the disk: SCORM 1.2 and 2004 (Content Aggregation Model) by their
 * `imsmanifest.xml`, cmi5 (Course Structure Format) by its `cmi5.xml`; where a zip has both, as cmi5.
 * Nothing is unpacked but the manifest. `file` is the archive as errors name it, as in
 * `safety.zip/imsmanifest.xml`; empty to name the manifest alone. Errors and notes come in reading order, the first 500 of each. A hostile or damaged archive, a manifest
 * that breaks the rules of its standard and one without anything to play are refused whole. No content
 * makes it throw; it throws where the disk fails.
 */
export async function readCourseware(file: string, path: string): Promise<CoursewareRead> {
  const opened = await openArchiveFile(file, path, COURSEWARE_LIMITS);
  if (!opened.ok) return opened;
  const { archive } = opened;
  try {
    const errors = partErrors(file, archive, COURSEWARE_LIMITS);
    return errors.length > 0 ? { ok: false, errors } : await readPackage(file, archive);
  } finally {
    archive.close();
  }
}

const STRUCTURE = 'cmi5.xml';
const MANIFEST = 'imsmanifest.xml';
/** What computers put beside the files they pack. */
const IS_CLUTTER = /^__MACOSX\/|(?:^|\/)(?:\.DS_Store|Thumbs\.db|desktop\.ini)$/;

async function readPackage(file: string, archive: ForeignArchive): Promise<CoursewareRead> {
  const found = findManifest(archive.names.filter((name) => !IS_CLUTTER.test(name)));
  if (!found.ok) {
    return { ok: false, errors: [locatedError(found.code, file, WHOLE_FILE, found.params)] };
  }
  const { folder, manifest } = found;
  const named = file === '' ? folder + manifest : `${file}/${folder}${manifest}`;
  const xml = await readManifestXml(archive, folder + manifest, named);
  if (!xml.ok) return xml;
  const reading: ManifestReading = {
    file: named,
    folder,
    names: new Set(archive.names),
    units: [],
    errors: [],
    notes: [],
  };
  const courseware = (manifest === STRUCTURE ? readCourseStructure : readScormManifest)(
    reading,
    xml.root,
  );
  if (reading.errors.length > 0 || courseware === null) {
    return { ok: false, errors: told(reading.errors) };
  }
  if (courseware.units.length === 0) {
    const none = locatedError('courseware-no-unit', named, WHOLE_FILE);
    const why = reading.notes.filter(({ code }) => LEAVES_UNITS_OUT.has(code));
    return { ok: false, errors: told([none, ...why]) };
  }
  return { ok: true, courseware, files: archive.names, notCarried: told(reading.notes) };
}

const told = (errors: readonly LocatedError[]): LocatedError[] =>
  inReadingOrder(errors).slice(0, MANIFEST_LIMITS.told);

/** The notes that say why a unit is not among those that are played. */
const LEAVES_UNITS_OUT = new Set([
  'courseware-elsewhere',
  'courseware-left-invisible',
  'courseware-left-submanifest',
  'courseware-left-untyped',
]);

type FoundManifest =
  | { ok: true; folder: string; manifest: string }
  | {
      ok: false;
      code: 'courseware-manifest-missing' | 'courseware-manifest-deep';
      params: Record<string, string>;
    };

/** The manifest at the root, or in the one folder that everything lies in, as careless authors pack it. */
function findManifest(names: readonly string[]): FoundManifest {
  const found = [STRUCTURE, MANIFEST]
    .flatMap((manifest) =>
      names
        .filter((name) => name === manifest || name.endsWith(`/${manifest}`))
        .map((name) => ({ folder: name.slice(0, name.length - manifest.length), manifest })),
    )
    .toSorted((a, b) => stepsIn(a.folder) - stepsIn(b.folder));
  const whole = found.find(({ folder }) => names.every((name) => name.startsWith(folder)));
  if (whole !== undefined) return { ok: true, ...whole };
  const [deep] = found;
  return deep === undefined
    ? { ok: false, code: 'courseware-manifest-missing', params: {} }
    : {
        ok: false,
        code: 'courseware-manifest-deep',
        params: { name: deep.folder + deep.manifest },
      };
}

const stepsIn = (folder: string): number => folder.split('/').length;

type ManifestXml =
  | { readonly ok: true; readonly root: XmlMark }
  | { readonly ok: false; readonly errors: readonly LocatedError[] };

async function readManifestXml(
  archive: ForeignArchive,
  name: string,
  named: string,
): Promise<ManifestXml> {
  const refuse = (...errors: LocatedError[]): ManifestXml => ({ ok: false, errors });
  if (archive.claimedBytes(name) > MANIFEST_LIMITS.bytes) {
    const limitMiB = MANIFEST_LIMITS.bytes / 1024 ** 2;
    return refuse(locatedError('file-too-large', named, WHOLE_FILE, { name, limitMiB }));
  }
  const bytes = await archive.read(name);
  if ('code' in bytes) return refuse(bytes);
  const text = decodeText(bytes);
  if (text.ok) return readXml(named, text.text);
  const place = { line: 'line' in text ? text.line : null, column: null };
  return refuse(
    text.problem === 'nul'
      ? locatedError('bad-character', named, place, { character: 'U+0000' })
      : locatedError('not-utf8', named, place),
  );
}
