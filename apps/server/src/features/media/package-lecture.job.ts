export const PACKAGE_LECTURE = 'package-lecture';

export interface PackageLecture {
  readonly assetId: string;
}
