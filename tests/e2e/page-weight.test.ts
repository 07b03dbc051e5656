import { expect, inject, test } from 'vitest';
import { scriptKilobytes } from './page-weight.ts';
import { sharedUrl } from './shared-server.ts';

async function signedIn(): Promise<string> {
  const baseUrl = sharedUrl();
  const answer = await fetch(`${baseUrl}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: baseUrl },
    body: JSON.stringify({ loginName: 'wangxiulan', password: inject('password') }),
  });
  expect(answer.status).toBe(200);
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

test('a phone fetches at most 80 KB of scripts for the home page', async () => {
  const kilobytes = await scriptKilobytes(sharedUrl(), '/', await signedIn());
  expect(kilobytes).toBeGreaterThan(0);
  expect(kilobytes).toBeLessThanOrEqual(80);
});

test('signing in needs no script at all', async () => {
  expect(await scriptKilobytes(sharedUrl(), '/sign-in')).toBe(0);
});

test('a page travels compressed to whoever takes that, and as it is to others', async () => {
  const encodingFor = async (accepted: string) => {
    const page = await fetch(`${sharedUrl()}/about`, {
      headers: { 'accept-encoding': accepted },
    });
    expect(await page.text()).toContain('</html>');
    return page.headers.get('content-encoding');
  };
  expect(await encodingFor('gzip')).toBe('gzip');
  expect(await encodingFor('identity')).toBeNull();
});
