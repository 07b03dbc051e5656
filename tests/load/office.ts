// An administrator of the sample county, over HTTP, as benchmarks need one.

const PASSWORD = 'Qinghe-2026-ok';
const POLL_MS = 250;

export class Office {
  readonly #url: string;
  readonly #cookie: string;

  private constructor(url: string, cookie: string) {
    this.#url = url;
    this.#cookie = cookie;
  }

  static async enter(url: string): Promise<Office> {
    const answer = await fetch(`${url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ loginName: 'chenjianguo', password: PASSWORD }),
    });
    return new Office(url, (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '');
  }

  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const isFile = body instanceof ArrayBuffer;
    const answer = await fetch(this.#url + path, {
      method,
      headers: {
        cookie: this.#cookie,
        origin: this.#url,
        ...(body === undefined
          ? {}
          : { 'content-type': isFile ? 'application/octet-stream' : 'application/json' }),
      },
      ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
    });
    if (!answer.ok)
      throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** Asks again and again until what is at an address is in one of these states. */
  async until<T extends { state: string }>(address: string, states: readonly string[]): Promise<T> {
    for (;;) {
      const run = await this.call<T>('GET', address);
      if (states.includes(run.state)) return run;
      await new Promise((done) => setTimeout(done, POLL_MS));
    }
  }
}
