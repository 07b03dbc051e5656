/** How the page looks, on a screen and on paper; it stands alone, so it knows no tokens of ours. */
export const STYLE = `
:root { color-scheme: light dark; }
body { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; font: 1.0625rem/1.75 system-ui, sans-serif; }
h1, h2, h3 { line-height: 1.35; }
h2 { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid #8886; }
img, video { max-width: 100%; height: auto; }
table { border-collapse: collapse; }
th, td { border: 1px solid #8886; padding: 0.3rem 0.6rem; text-align: start; }
blockquote, .option, .question { margin: 1rem 0; padding: 0.2rem 1rem; border-inline-start: 3px solid #8886; }
.options { list-style: none; padding: 0; }
.number { margin-bottom: 0; font-weight: 600; }
.cited, figcaption { color: color-mix(in srgb, currentColor 70%, transparent); font-size: 0.94em; }
figure { margin: 1.5rem 0; break-inside: avoid; }
`;
