/** The value of a label for what is not in its list. */
export const OTHER = 'other';

/** Keeps the values of a label to those of a list. */
export const oneOf = (values: Iterable<string>): ((value: string) => string) => {
  const known = new Set(values);
  return (value) => (known.has(value) ? value : OTHER);
};

/** Keeps the values of a label to the first ones that come. */
export function firstOf(most: number): (value: string) => string {
  const known = new Set<string>();
  return (value) => {
    if (known.has(value)) return value;
    if (known.size >= most) return OTHER;
    known.add(value);
    return value;
  };
}
