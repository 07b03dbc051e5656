// The case while it is edited: decisions, endings, and where the options lead.
import type { CaseForm } from '@xueshi/contracts';
import { checkCaseGraph, type CaseGraph, type CaseProblem } from '@xueshi/domain';
import { m } from '@xueshi/messages';
import { tick } from 'svelte';
import { letterAt } from '#lib/features/learning/quiz/letters.ts';
import { moved } from '#lib/moved.ts';

type Node = CaseForm['nodes'][number];

/** A kind of row of the case, by its name in the form. */
export type RowList = 'roles' | 'materials' | 'timeline' | 'statutes';

const emptyOption = (id: string) => ({
  id,
  text: '',
  consequence: '',
  judgement: '' as const,
  next: '',
});

export class CaseEditing {
  study = $state<CaseForm>({
    minutes: null,
    situation: '',
    roles: [],
    materials: [],
    timeline: [],
    start: '',
    nodes: [],
    endings: [],
    commentary: '',
    statutes: [],
    reflection: '',
    discussion: false,
  });
  removed = $state<{ readonly nodes: Node[]; readonly start: string } | null>(null);

  constructor(form: CaseForm) {
    this.take(form);
  }

  take(form: CaseForm): void {
    this.study = structuredClone($state.snapshot(form) as CaseForm);
    this.removed = null;
  }

  get graph(): CaseGraph {
    return this.study;
  }

  get problems(): CaseProblem[] {
    const problems = checkCaseGraph(this.graph);
    // Without a start nothing can be reached; only the start is worth mending.
    const noStart = problems.some(({ code }) => code === 'unknown-start');
    return problems.filter(({ code }) => !(noStart && code.startsWith('unreachable')));
  }

  /** How a step is called: by its place, and an ending by its title too. */
  nameOf(id: string): string {
    const node = this.study.nodes.findIndex((one) => one.id === id);
    if (node >= 0) return m.ceditor_node({ number: node + 1 });
    const ending = this.study.endings.findIndex((one) => one.id === id);
    const title = this.study.endings[ending]?.title ?? '';
    if (ending < 0) return m.ceditor_nowhere();
    const name = m.ceditor_ending({ number: ending + 1 });
    return title === '' ? name : m.ceditor_ending_titled({ name, title });
  }

  optionName(nodeId: string, optionId: string): string {
    const node = this.study.nodes.find(({ id }) => id === nodeId);
    return letterAt(node?.options.findIndex(({ id }) => id === optionId) ?? 0);
  }

  #freeId(prefix: string, taken: readonly { readonly id: string }[]): string {
    const ids = new Set(taken.map(({ id }) => id));
    let number = taken.length + 1;
    while (ids.has(`${prefix}${number}`)) number += 1;
    return `${prefix}${number}`;
  }

  /** A new decision; where `from` says, that option then leads to it. */
  addNode(from?: { readonly node: number; readonly option: number }): void {
    const { nodes, endings } = this.study;
    const id = this.#freeId('n', [...nodes, ...endings]);
    nodes.push({ id, text: '', question: '', options: [emptyOption('a'), emptyOption('b')] });
    if (nodes.length === 1) this.study.start = id;
    this.#lead(from, id);
    void focusStep(id);
  }

  addEnding(from?: { readonly node: number; readonly option: number }): void {
    const { nodes, endings } = this.study;
    const id = this.#freeId('e', [...nodes, ...endings]);
    endings.push({ id, title: '', text: '' });
    this.#lead(from, id);
    void focusStep(id);
  }

  #lead(from: { readonly node: number; readonly option: number } | undefined, to: string): void {
    const option = from && this.study.nodes[from.node]?.options[from.option];
    if (option) option.next = to;
  }

  addOption(node: number): void {
    const options = this.study.nodes[node]?.options;
    const id = [...'abcdefgh'].find((letter) => !options?.some((one) => one.id === letter));
    options?.push(emptyOption(id ?? `o${options.length + 1}`));
  }

  removeNode(at: number): void {
    const before = $state.snapshot(this.study) as CaseForm;
    this.removed = { nodes: before.nodes, start: before.start };
    const [gone] = this.study.nodes.splice(at, 1);
    if (this.study.start === gone?.id) this.study.start = this.study.nodes[0]?.id ?? '';
  }

  undo(): void {
    if (!this.removed) return;
    this.study.nodes = this.removed.nodes;
    this.study.start = this.removed.start;
    this.removed = null;
  }

  moveNode(at: number, by: -1 | 1): void {
    const id = this.study.nodes[at]?.id;
    this.study.nodes = moved(this.study.nodes, at, by);
    if (id !== undefined) void focusStep(id);
  }

  addRow(list: RowList): void {
    if (list === 'roles') this.study.roles.push({ name: '', text: '' });
    if (list === 'materials') this.study.materials.push({ title: '', text: '' });
    if (list === 'timeline') this.study.timeline.push({ when: '', what: '' });
    if (list === 'statutes') this.study.statutes.push({ statute: '', article: '', note: '' });
  }

  removeRow(list: RowList, at: number): void {
    this.study[list].splice(at, 1);
  }
}

/** Puts the cursor into the first field of a decision or an ending. */
export async function focusStep(id: string): Promise<void> {
  await tick();
  const step = document.getElementById(`step-${id}`);
  const field = step?.querySelector<HTMLElement>('textarea, input') ?? step;
  field?.focus();
  step?.scrollIntoView({ block: 'nearest' });
}
