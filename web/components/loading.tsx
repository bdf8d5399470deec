export function Loading() {
  return (
    <main>
      <p role="status">Loading…</p>
    </main>
  );
}
