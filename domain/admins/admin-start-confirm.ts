import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import type { LoggedInAdmin } from '../logged-in-admin.ts';
import { askForProof, type ProofChallenge } from '../second-factors/ask-for-proof.ts';

export async function adminStartConfirm(app: App, admin: LoggedInAdmin | null): Promise<ProofChallenge> {
  if (!admin) throw new NotAllowed();
  return await askForProof(app, { adminId: admin.id }, admin.sessionId);
}
