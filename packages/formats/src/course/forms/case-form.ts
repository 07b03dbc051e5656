// case.yaml as the editor shows it, and back. The one place where the two meet.
import { readYaml } from '../yaml-document.ts';
import { type Fields, formOrNull, prose, wholly } from './fields.ts';
import { keepUnchanged } from './keep-unchanged.ts';
import { rewriteYaml, type YamlValue } from './rewrite-yaml.ts';

export const JUDGEMENTS = ['sound', 'arguable', 'poor'] as const;

export interface CaseOptionForm {
  readonly id: string;
  readonly text: string;
  readonly consequence: string;
  /** Empty: not judged yet. */
  readonly judgement: '' | (typeof JUDGEMENTS)[number];
  /** Id of a decision or an ending; empty: not said yet. */
  readonly next: string;
}

/** A case with any fault that a field can hold. */
export interface CaseForm {
  readonly minutes: number | null;
  readonly situation: string;
  readonly roles: { readonly name: string; readonly text: string }[];
  readonly materials: { readonly title: string; readonly text: string }[];
  readonly timeline: { readonly when: string; readonly what: string }[];
  readonly start: string;
  readonly nodes: {
    readonly id: string;
    readonly text: string;
    readonly question: string;
    readonly options: CaseOptionForm[];
  }[];
  readonly endings: {
    readonly id: string;
    readonly title: string;
    readonly text: string;
  }[];
  readonly commentary: string;
  readonly statutes: {
    readonly statute: string;
    readonly article: string;
    readonly note: string;
  }[];
  readonly reflection: string;
  /** Whether those who have finished the case discuss it. */
  readonly discussion: boolean;
}

/** The case for the editor; null where the text is no YAML or holds what no field could show. */
export function readCaseForm(text: string): CaseForm | null {
  const read = readYaml('case.yaml', text);
  return read.ok ? formOf(read.document.value) : null;
}

const formOf = (value: unknown): CaseForm | null => formOrNull(() => wholly(value, readFields));

function readFields(study: Fields): CaseForm {
  return {
    minutes: study.number('minutes'),
    situation: study.text('situation'),
    roles: study.list('roles', (each) => wholly(each, (role) => texts(role, ['name', 'text']))),
    materials: study.list('materials', (each) =>
      wholly(each, (material) => texts(material, ['title', 'text'])),
    ),
    timeline: study.list('timeline', (each) =>
      wholly(each, (event) => texts(event, ['when', 'what'])),
    ),
    start: study.text('start'),
    nodes: study.list('nodes', (each) => wholly(each, readNode)),
    endings: study.list('endings', (each) =>
      wholly(each, (ending) => texts(ending, ['id', 'title', 'text'])),
    ),
    commentary: study.text('commentary'),
    statutes: study.list('statutes', (each) =>
      wholly(each, (cited) => texts(cited, ['statute', 'article', 'note'])),
    ),
    reflection: study.text('reflection'),
    discussion: study.truth('discussion') ?? false,
  };
}

function texts<const Key extends string>(
  fields: Fields,
  keys: readonly Key[],
): Record<Key, string> {
  const found = keys.map((key) => [key, fields.text(key)] as const);
  return Object.fromEntries(found) as Record<Key, string>;
}

const readNode = (node: Fields): CaseForm['nodes'][number] => ({
  ...texts(node, ['id', 'text', 'question']),
  options: node.list('options', (each) =>
    wholly(each, (option) => ({
      ...texts(option, ['id', 'text', 'consequence', 'next']),
      judgement: option.oneOf('judgement', ['', ...JUDGEMENTS], ''),
    })),
  ),
});

/**
 * The text that says what the form says. What did not change stays as it was written, comments
 * included; read by `readCaseForm` it gives the form again, without control characters.
 */
export function writeCaseForm(text: string, form: CaseForm): string {
  const read = readYaml('case.yaml', text);
  const raw = read.ok ? (read.document.value as YamlValue) : undefined;
  const before = read.ok ? formOf(read.document.value) : null;
  const kept = keepUnchanged(valueOf(form), before ? valueOf(before) : undefined, raw);
  return rewriteYaml(text, kept ?? valueOf(form), read);
}

function valueOf(form: CaseForm): YamlValue {
  return {
    ...(form.minutes === null ? {} : { minutes: form.minutes }),
    situation: prose(form.situation),
    roles: form.roles.map(({ name, text }) => ({ name, text: prose(text) })),
    materials: form.materials.map(({ title, text }) => ({ title, text: prose(text) })),
    ...(form.timeline.length > 0
      ? { timeline: form.timeline.map(({ when, what }) => ({ when, what })) }
      : {}),
    start: form.start,
    nodes: form.nodes.map(nodeValue),
    endings: form.endings.map(({ id, title, text }) => ({ id, title, text: prose(text) })),
    commentary: prose(form.commentary),
    statutes: form.statutes.map(({ statute, article, note }) => ({ statute, article, note })),
    reflection: prose(form.reflection),
    ...(form.discussion ? { discussion: true } : {}),
  };
}

const nodeValue = ({ id, text, question, options }: CaseForm['nodes'][number]): YamlValue => ({
  id,
  text: prose(text),
  question,
  options: options.map((option) => ({
    id: option.id,
    text: prose(option.text),
    consequence: prose(option.consequence),
    ...(option.judgement ? { judgement: option.judgement } : {}),
    next: option.next,
  })),
});
