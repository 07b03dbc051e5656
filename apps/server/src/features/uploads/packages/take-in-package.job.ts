export const TAKE_IN_PACKAGE = 'take-in-package';

export interface TakeInPackage {
  /** The upload, whose row is the job itself. */
  readonly uploadId: string;
}
