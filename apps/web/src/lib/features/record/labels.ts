import type { IssuedDocument } from '@xueshi/contracts';
import { m } from '@xueshi/messages';
import { localText } from '#lib/format.ts';
import { labelOf } from '#lib/labels.ts';

type State = IssuedDocument['state'];
type Kind = IssuedDocument['kind'];

const states = {
  valid: m.record_documents_state_valid,
  superseded: m.record_documents_state_superseded,
  revoked: m.record_documents_state_revoked,
} satisfies Record<State, () => string>;

const kinds = {
  certificate: m.record_documents_kind_certificate,
  hours_statement: m.record_documents_kind_hours_statement,
} satisfies Record<Kind, () => string>;

const tones: Readonly<Record<State, 'good' | 'quiet' | 'bad'>> = {
  valid: 'good',
  superseded: 'quiet',
  revoked: 'bad',
};

export const stateLabel = (state: State) => labelOf(states, state);
export const stateTone = (state: State) => tones[state];
export const documentKindLabel = (kind: Kind) => labelOf(kinds, kind);

export const documentTitle = (document: Pick<IssuedDocument, 'kind' | 'title' | 'year'>) =>
  document.kind === 'certificate' && document.title
    ? m.record_documents_item_certificate({ title: localText(document.title) })
    : m.record_documents_item_statement({ year: document.year });

/** In groups of four, as printed. */
export const codeInGroups = (code: string) => code.replaceAll(/(.{4})(?=.)/g, '$1-');
