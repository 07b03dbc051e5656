import type { Cookies } from '@sveltejs/kit';

export const THEMES = ['auto', 'light', 'dark'] as const;
export const TYPES = ['normal', 'large'] as const;
export type Theme = (typeof THEMES)[number];
export type TypeSize = (typeof TYPES)[number];

export function readPreferences(cookies: Cookies): { theme: Theme; type: TypeSize } {
  const theme = cookies.get('xueshi-theme');
  const type = cookies.get('xueshi-type');
  return {
    theme: THEMES.find((known) => known === theme) ?? 'auto',
    type: TYPES.find((known) => known === type) ?? 'normal',
  };
}
