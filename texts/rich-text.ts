export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'variable'; name: string }
  | { kind: 'break' }
  | { kind: 'code'; children: Inline[] }
  | { kind: 'strong' | 'emphasis'; children: Inline[] }
  | { kind: 'link'; href: string; children: Inline[] };

export type Block =
  | { kind: 'paragraph' | 'heading' | 'code'; children: Inline[] }
  | { kind: 'quote'; children: Block[] }
  | { kind: 'list'; first: number | null; items: Block[][] }
  | { kind: 'rule' };

/** What a text of a portal must not have. `what` is as it was typed. */
export type TextProblem =
  | { code: 'UNKNOWN_VARIABLE'; what: string }
  | { code: 'UNSAFE_LINK'; what: string }
  | { code: 'IMAGE'; what: string }
  | { code: 'TOO_DEEP'; what: string };

/** The texts of the variables, by name. */
export type Values = Readonly<Record<string, string>>;
