/** Runs a request in the language of its cookie; server only. */
export { paraglideMiddleware } from '#compiled/server.js';
