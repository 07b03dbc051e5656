/** How long an import can be taken back after it came into effect, in milliseconds: a day. */
export const UNDOABLE_MS = 24 * 3_600_000;
