import { Type, type Static } from 'typebox';
import { CLOSED, count, formed, inBoth, list } from '../course/shapes.ts';

export const MANIFEST_FILE = 'xueshi-course.json';
export const SHA_256 = '^[0-9a-f]{64}$';
const SLUG = '^[a-z0-9][a-z0-9-]{0,63}$';
const MOST_BYTES = 4 * 1024 ** 3;

/** Every file of a course, as the manifest lists it. */
const ListedFile = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 255 }),
    bytes: count(0, MOST_BYTES),
    sha256: formed(SHA_256),
  },
  CLOSED,
);

/** `xueshi-course.json` of format 1 (docs/author/course-package.md). */
export const ManifestShape = Type.Object(
  {
    format: Type.Literal('xueshi-course'),
    version: Type.Literal(1),
    slug: formed(SLUG),
    title: inBoth(120),
    revision: count(1, 1_000_000),
    files: list(ListedFile, 1, 2_000),
  },
  CLOSED,
);

export type PackageManifest = Static<typeof ManifestShape>;
