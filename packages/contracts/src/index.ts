export * from './shared.ts';
export * from './problem.ts';
export * from './accounts.ts';
export * from './catalogue.ts';
export * from './learning.ts';
export * from './playback.ts';
export * from './credit.ts';
export * from './organisations.ts';
