/** What a command cannot do for a reason of the caller's: the message says what to do, and no stack is shown. */
export class CannotRun extends Error {}
