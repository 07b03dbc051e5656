import type { CaseRun, CaseScript } from '@xueshi/contracts';

type Path = readonly { readonly nodeId: string; readonly optionId: string }[];

export interface Walk {
  readonly steps: CaseRun['steps'];
  readonly ending: CaseScript['endings'][number] | null;
}

/** A case as far as it was walked, as the server would show it; what others chose is not known here. */
export function walkOf(script: CaseScript, path: Path): Walk {
  const nodes = new Map(script.nodes.map((node) => [node.id, node]));
  const taken = new Map(path.map(({ nodeId, optionId }) => [nodeId, optionId]));
  const steps: CaseRun['steps'] = [];
  let here = nodes.get(script.start);
  let ending: Walk['ending'] = null;
  while (here) {
    const optionId = taken.get(here.id);
    const chosen = here.options.find(({ id }) => id === optionId);
    steps.push({
      nodeId: here.id,
      textHtml: here.textHtml,
      question: here.question,
      options: here.options.map(({ id, text }) => ({ id, text })),
      chosen: chosen
        ? {
            optionId: chosen.id,
            consequenceHtml: chosen.consequenceHtml,
            judgement: chosen.judgement,
            peers: null,
          }
        : null,
    });
    if (!chosen) break;
    ending = script.endings.find(({ id }) => id === chosen.next) ?? null;
    here = nodes.get(chosen.next);
  }
  return { steps: ending ? steps : steps.map(withoutJudgement), ending };
}

/** Judgements are told when the case has ended. */
const withoutJudgement = (step: CaseRun['steps'][number]) => ({
  ...step,
  chosen: step.chosen && { ...step.chosen, judgement: null },
});
