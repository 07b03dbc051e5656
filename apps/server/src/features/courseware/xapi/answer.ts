/** What is answered to a request of the Experience API; a body of bytes is sent as it is, any other as JSON. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export const DONE: Answer = { status: 204 };

/** In English, for whoever writes courseware: nobody else reads it (xAPI 1.0.3, part three, 3.2). */
export const refusal = (status: number, code: string, message: string): Answer => ({
  status,
  body: { code, message },
});

export const malformed = (message: string): Answer => refusal(400, 'invalid-request', message);
export const forbidden = (message: string): Answer => refusal(403, 'forbidden', message);
export const NOT_FOUND = refusal(404, 'not-found', 'There is nothing by this id.');

export const isAnswer = (value: object): value is Answer => 'status' in value;
