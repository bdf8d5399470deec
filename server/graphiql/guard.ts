/**
 * Runs in the explorer's page before the explorer, and keeps it from three things:
 * - to store what is typed, secrets too, in the browser or in the address of the page: its storage lasts as long as the page, and
 *   what it stored before is removed;
 * - to come back, with the answers it shows, out of the browser's back-forward cache;
 * - to show them any longer, once the admin has logged out in another tab.
 */
export const GUARD = `<script>
(() => {
  for (const key of Object.keys(localStorage)) if (key.startsWith('graphiql')) localStorage.removeItem(key);
  const forgetful = Object.create({
    getItem(key) { return this[key] ?? null },
    setItem(key, value) { this[key] = String(value) },
    removeItem(key) { delete this[key] },
  });
  Object.defineProperty(window, 'localStorage', { value: forgetful });
  history.replaceState = () => undefined;

  addEventListener('pagehide', () => { document.documentElement.hidden = true });
  addEventListener('pageshow', ({ persisted }) => { if (persisted) location.reload() });

  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ query: '{ admin { id } }' });
  let before = null;
  async function look() {
    const answer = await fetch('/graphql', { method: 'POST', headers, body }).then((response) => response.json(), () => null);
    if (!answer) return;
    const now = answer.data?.admin?.id ?? null;
    if (before && now !== before) location.reload();
    before = now;
  }
  void look();
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') void look() });
})();
</script>`;
