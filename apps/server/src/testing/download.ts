// Files as they come over HTTP. Used by tests only.
import type { TestInstallation, Visitor } from './test-installation.ts';

/** Fetches a file's bytes as somebody who is signed in. */
export async function download(
  here: TestInstallation,
  visitor: Visitor,
  url: string,
  locale = 'zh-CN',
) {
  const cookie = `${visitor.cookie()}; xueshi-locale=${locale}`;
  const answer = await here.app.inject({ url, headers: { cookie } });
  return {
    status: answer.statusCode,
    type: String(answer.headers['content-type']),
    disposition: String(answer.headers['content-disposition']),
    bytes: answer.rawPayload,
  };
}
