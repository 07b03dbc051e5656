// A document as words and figures, ready to be drawn: what crosses over to the drawing thread.

/** What stands at the foot of every document. */
interface Foot {
  readonly issuer: string;
  readonly date: string;
  /** In groups, as printed. */
  readonly code: string;
  readonly codeLabel: string;
  readonly verifyHint: string;
  /** The address in the QR code. */
  readonly verifyUrl: string;
  /** Signature, key and hashes, in small print. */
  readonly proof: readonly string[];
  /** Comes before the code points of characters that no font of ours has. */
  readonly missingNote: string;
}

interface Head {
  readonly locale: 'zh-CN' | 'en';
  readonly title: string;
  readonly issuedAt: string;
  /** Says that the document holds no more; null while it does. */
  readonly notice: string | null;
  readonly facts: readonly (readonly [label: string, value: string])[];
}

export interface CertificateSheet extends Head, Foot {
  readonly layout: 'certificate';
  readonly body: string;
}

export interface StatementSheet extends Head, Foot {
  readonly layout: 'statement';
  readonly subtitle: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly totals: readonly string[];
  readonly closing: string;
  /** Such as "Page {page} of {pages}", with these two places. */
  readonly pageNumber: string;
}

export interface SheetTable {
  readonly columns: readonly { heading: string; share: number; isNumber: boolean }[];
  readonly rows: readonly (readonly string[])[];
  /** A last row in bold. */
  readonly totals?: readonly string[];
}

/** A report of a unit: a table between a cover and lines to sign on; not issued, so without code and proof. */
export interface ReportSheet extends Omit<Head, 'notice'> {
  readonly layout: 'report';
  readonly subtitle: string;
  readonly issuer: string;
  /** Tables of their own that come before the rows, each with its title. */
  readonly before?: readonly (SheetTable & { readonly title: string })[];
  readonly columns: SheetTable['columns'];
  readonly rows: SheetTable['rows'];
  readonly totals: readonly string[];
  /** Who signs: a label before each line. */
  readonly signatures: readonly string[];
  /** Such as "Page {page} of {pages}", with these two places. */
  readonly pageNumber: string;
  /** Comes before the code points of characters that no font of ours has. */
  readonly missingNote: string;
}

export type IssuedSheet = CertificateSheet | StatementSheet;
export type Sheet = IssuedSheet | ReportSheet;

/** The learning records of many people, drawn person by person: what is the same for all of them. */
export interface RecordBook extends Omit<Head, 'notice'> {
  readonly subtitle: string;
  readonly issuer: string;
  readonly columns: SheetTable['columns'];
  /** In place of a table of nothing. */
  readonly none: string;
  /** Below each table: what the paper is, and what it is not. */
  readonly note: string;
  /** Who signs for one person, and where the seal goes. */
  readonly signatures: readonly string[];
  /** Such as "{name} · page {page} of {pages}", with these three places. */
  readonly pageNumber: string;
  readonly missingNote: string;
}

/** The record of one person. */
export interface RecordOfPerson {
  readonly name: string;
  readonly unit: string;
  readonly subtitle: string;
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly rows: SheetTable['rows'];
  readonly totals: readonly string[];
}

/** What stands at the end of them all. */
export interface EndOfRecords {
  readonly title: string;
  readonly table: SheetTable;
  /** Who signs for the whole. */
  readonly signatures: readonly string[];
}
