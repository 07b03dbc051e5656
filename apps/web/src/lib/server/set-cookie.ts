import type { Cookies } from '@sveltejs/kit';

type Options = NonNullable<Parameters<Cookies['set']>[2]>;

function applyAttribute(options: Options, name: string, value: string): void {
  switch (name) {
    case 'path':
      options.path = value;
      break;
    case 'domain':
      options.domain = value;
      break;
    case 'max-age':
      options.maxAge = Number(value);
      break;
    case 'expires':
      options.expires = new Date(value);
      break;
    case 'httponly':
      options.httpOnly = true;
      break;
    case 'secure':
      options.secure = true;
      break;
    case 'samesite':
      options.sameSite = value.toLowerCase() as 'lax' | 'strict' | 'none';
      break;
  }
}

/** Hands the cookies that the API set on to the browser, attribute by attribute. */
export function copyCookies(cookies: Cookies, setCookies: readonly string[]): void {
  for (const line of setCookies) {
    const [pair = '', ...attributes] = line.split(';');
    const cut = pair.indexOf('=');
    if (cut < 1) continue;
    const options: Options = {
      path: '/',
      httpOnly: false,
      secure: false,
      encode: (value) => value,
    };
    for (const attribute of attributes) {
      const [name = '', ...value] = attribute.trim().split('=');
      applyAttribute(options, name.toLowerCase(), value.join('='));
    }
    cookies.set(pair.slice(0, cut).trim(), pair.slice(cut + 1).trim(), options);
  }
}
