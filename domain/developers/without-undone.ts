/** The person never learned of a decision that was undone. */
export function withoutUndone<Row extends { id: string; undoesId: string | null }>(decisions: Row[]): Row[] {
  const undone = new Set(decisions.map(({ undoesId }) => undoesId));
  return decisions.filter(({ id, undoesId }) => undoesId === null && !undone.has(id));
}
