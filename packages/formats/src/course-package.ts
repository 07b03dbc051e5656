// Courses as files to hand on. A door of its own: starting the server must not load it.
export { MANIFEST_FILE, type PackageManifest } from './course-package/manifest.ts';
export {
  PACKAGE_LIMITS,
  unpackCoursePackage,
  type Unpacked,
} from './course-package/unpack-package.ts';
export {
  writeCoursePackage,
  type PackedCourse,
  type PackedFile,
} from './course-package/write-package.ts';
