export * from './people.ts';
export * from './organisations.ts';
export * from './catalogue.ts';
export * from './jobs.ts';
export * from './learning.ts';
export * from './credit.ts';
export * from './evidence.ts';
export * from './flags.ts';
