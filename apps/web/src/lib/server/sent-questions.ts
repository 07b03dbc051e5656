import { fieldOf } from './forms.ts';

interface SentQuestions {
  /** What was pasted; it goes back to the page. */
  readonly text: string;
  readonly fileName: string;
  /** The first question that is wanted, from 1. */
  readonly from: number;
  /** For the API; null where nothing was sent. */
  readonly input: {
    readonly query: { readonly fileName: string; readonly form: 'pasted' | 'file' };
    readonly bytes: Uint8Array<ArrayBuffer>;
  } | null;
}

/** The questions of a form: its file where one was chosen, else what was pasted. */
export async function sentQuestions(request: Request): Promise<SentQuestions> {
  const form = await request.formData();
  const file = form.get('file');
  const text = fieldOf(form, 'text');
  const from = Math.min(2000, Math.max(1, Math.floor(Number(fieldOf(form, 'from'))) || 1));
  if (file instanceof File && file.size > 0) {
    const query = { fileName: file.name.slice(-200) || 'file', form: 'file' } as const;
    const bytes = new Uint8Array(await file.arrayBuffer());
    return { text, from, fileName: file.name, input: { query, bytes } };
  }
  if (text.trim() === '') return { text, from, fileName: '', input: null };
  const bytes = Uint8Array.from(new TextEncoder().encode(text));
  return {
    text,
    from,
    fileName: '',
    input: { query: { fileName: 'text', form: 'pasted' }, bytes },
  };
}
