/** A value that a test cannot do without. Fails the test where there is none. */
export function present<Value>(value: Value | null | undefined, what = 'a value'): Value {
  if (value === null || value === undefined) throw new Error(`The test needs ${what}, and there is none.`);
  return value;
}
