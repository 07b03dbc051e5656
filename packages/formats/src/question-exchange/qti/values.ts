// What a response or an outcome of QTI can be, and how an item declares them.
import { childOf, childrenOf, textIn, type XmlMark } from '../../xml/xml.ts';

export type Scalar = string | number | boolean;
/** Members of a container, or one value; null is QTI's NULL. */
export interface Held {
  readonly cardinality: 'single' | 'multiple' | 'ordered';
  readonly members: readonly Scalar[];
}
export type Value = Held | null;

export interface MapEntry {
  readonly key: string;
  readonly value: number;
  readonly caseMatters: boolean;
}

export interface Declaration {
  readonly identifier: string;
  readonly cardinality: Held['cardinality'];
  readonly baseType: string;
  readonly correct: Value;
  readonly mapping: {
    readonly entries: readonly MapEntry[];
    readonly otherwise: number;
    readonly lowest: number;
    readonly highest: number;
  } | null;
}

const CARDINALITIES = ['single', 'multiple', 'ordered'] as const;

/** The scalar that a text stands for by its base type; null where it is none. */
export function scalarOf(baseType: string, text: string): Scalar | null {
  const plain = text.trim();
  switch (baseType) {
    case 'integer':
    case 'float': {
      const number = Number(plain);
      return plain === '' || Number.isNaN(number) ? null : number;
    }
    case 'boolean':
      return plain === 'true' || plain === '1';
    case 'pair':
      return plain.split(/\s+/).sort().join(' ');
    case 'directedPair':
      return plain.replaceAll(/\s+/g, ' ');
    case 'string':
      return text;
    default:
      return plain;
  }
}

/** A value of texts; null where there is none. */
export function valueOf(
  { baseType, cardinality }: Pick<Declaration, 'baseType' | 'cardinality'>,
  texts: readonly string[],
): Value {
  const members = texts.map((text) => scalarOf(baseType, text)).filter((each) => each !== null);
  return members.length === 0 ? null : { cardinality, members };
}

export function readDeclaration(mark: XmlMark): Declaration {
  const { identifier = '', baseType = 'identifier' } = mark.attributes;
  const cardinality =
    CARDINALITIES.find((each) => each === mark.attributes['cardinality']) ?? 'single';
  const texts = childrenOf(childOf(mark, 'correctResponse'), 'value').map(textIn);
  const mapping = childOf(mark, 'mapping');
  const bound = (name: string, otherwise: number) => {
    const given = mapping?.attributes[name];
    return given === undefined ? otherwise : Number(given);
  };
  return {
    identifier,
    cardinality,
    baseType,
    correct: valueOf({ baseType, cardinality }, texts),
    mapping: mapping
      ? {
          entries: childrenOf(mapping, 'mapEntry').map(({ attributes }) => ({
            key: attributes['mapKey'] ?? '',
            value: Number(attributes['mappedValue'] ?? '0'),
            caseMatters: attributes['caseSensitive'] !== 'false',
          })),
          otherwise: bound('defaultValue', 0),
          lowest: bound('lowerBound', -Infinity),
          highest: bound('upperBound', Infinity),
        }
      : null,
  };
}

/** What a response is worth by the mapping of its declaration. */
export function mapped({ mapping, baseType }: Declaration, value: Value): number {
  if (mapping === null || value === null) return mapping?.otherwise ?? 0;
  const sum = [...new Set(value.members)].reduce<number>((total, member) => {
    const entry = mapping.entries.find(({ key, caseMatters }) => {
      const scalar = scalarOf(baseType, key);
      if (scalar === member) return true;
      const isText = typeof scalar === 'string' && typeof member === 'string';
      return isText && !caseMatters && scalar.toLowerCase() === member.toLowerCase();
    });
    return total + (entry?.value ?? mapping.otherwise);
  }, 0);
  return Math.min(mapping.highest, Math.max(mapping.lowest, sum));
}
