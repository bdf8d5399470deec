import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import { askForProof, type ProofChallenge } from '../second-factors/ask-for-proof.ts';
import type { LoggedInDeveloper } from './find-session.ts';

export async function startConfirm(app: App, developer: LoggedInDeveloper | null): Promise<ProofChallenge> {
  if (!developer) throw new NotAllowed();
  return await askForProof(app, { developerId: developer.id }, developer.sessionId);
}
