export interface Choice {
  readonly identifier: string;
  readonly text: string;
}

const TRUTHS: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:true|t|yes)$/i, /^(?:false|f|no)$/i],
  [/^(?:对|正确|是|√)$/, /^(?:错|错误|不对|否|×)$/],
];

/** Whether a choice between true and false, in the words for them, says true; null for any other choice. */
export function truthOf(choices: readonly Choice[], right: string): boolean | null {
  if (choices.length !== 2) return null;
  for (const [isTrue, isFalse] of TRUTHS) {
    const yes = choices.find(({ text }) => isTrue.test(text));
    const no = choices.find(({ text }) => isFalse.test(text));
    if (yes && no) return yes.identifier === right;
  }
  return null;
}
