import { readFileSync } from 'node:fs';

export interface County {
  readonly code: string;
  readonly name: string;
  readonly townships: readonly string[];
}
export interface Prefecture {
  readonly code: string;
  readonly name: string;
  readonly counties: readonly County[];
}
export interface Province {
  readonly code: string;
  readonly name: string;
  readonly prefectures: readonly Prefecture[];
}

interface Growing extends Province {
  readonly prefectures: (Omit<Prefecture, 'counties'> & { readonly counties: County[] })[];
}

/** The provinces of divisions.txt: one more space at the beginning of a line is one level further down. */
export function readDivisions(): Province[] {
  const file = new URL('./divisions.txt', import.meta.url);
  const provinces: Growing[] = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const depth = line.length - line.trimStart().length;
    const [code, name, ...townships] = line.trim().split(' ');
    if (!code || !name || line.startsWith('#')) continue;
    const province = provinces.at(-1);
    if (depth === 0) provinces.push({ code, name, prefectures: [] });
    else if (depth === 1) province?.prefectures.push({ code, name, counties: [] });
    else province?.prefectures.at(-1)?.counties.push({ code, name, townships });
  }
  return provinces;
}
