import type { LectureMedia } from '@xueshi/formats';

export const PACKAGE_LECTURE = 'package-lecture';

export interface PackageLecture {
  readonly assetId: string;
  /** What is packaged of the recording; left out: all of it. The asset is named by it too, so it never changes. */
  readonly trim?: LectureMedia['trim'];
}
