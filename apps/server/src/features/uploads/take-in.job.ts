export const TAKE_IN = 'take-in-draft-file';
export const takeInKey = (fileId: string) => `${TAKE_IN}:${fileId}`;

export interface TakeIn {
  readonly fileId: string;
}

export const SWEEP_UPLOADS = 'sweep-uploads';
