import type { App } from '../app.ts';
import { NotAllowed } from '../errors.ts';
import { byAdmin, record } from '../events/record.ts';
import { logOutUrl } from '../providers/log-out-url.ts';
import { postLogoutRedirectUri } from '../sso-connections/sso-links.ts';
import { idTokenPlace, unseal } from '../tokens/seal.ts';
import { hashSecret } from '../tokens/secrets.ts';
import { transaction } from '../transaction.ts';

export type AdminLoggedOut = { ended: number; providerLogOutUrl: string | null };

/** Succeeds without a session too, except with `everywhere`. After an SSO log-in, also returns where to log out at the provider. */
export async function adminLogOut(app: App, token: string | null, everywhere: boolean): Promise<AdminLoggedOut> {
  const session = token === null ? null : await findSession(app, token);
  if (!session && everywhere) throw new NotAllowed();
  if (!session) return { ended: 0, providerLogOutUrl: null };
  const ended = await endSessions(app, session, everywhere);
  const { connection, identity, sealedIdToken } = session;
  // Another provider of the same connection must not see this token.
  if (!connection || connection.issuer !== identity?.issuer) return { ended, providerLogOutUrl: null };
  const idToken = sealedIdToken && (unseal(app.keys, idTokenPlace(identity.id), sealedIdToken)?.text ?? null);
  const from = { ...connection, portal: null };
  return { ended, providerLogOutUrl: await logOutUrl(app, from, { idToken }, postLogoutRedirectUri(app, null)) };
}

const findSession = ({ prisma }: App, token: string) =>
  prisma.adminSession.findUnique({
    where: { hash: hashSecret(token) },
    include: { admin: true, connection: true, identity: { select: { id: true, issuer: true } } },
  });

type Session = NonNullable<Awaited<ReturnType<typeof findSession>>>;

async function endSessions(app: App, { id, hash, adminId, admin }: Session, everywhere: boolean): Promise<number> {
  return await transaction(app, async (tx) => {
    // With its token: a change of the password that came between has renewed it, and answered that it goes on.
    const { count } = await tx.adminSession.deleteMany({ where: everywhere ? { adminId } : { id, hash } });
    if (count > 0) {
      await record(tx, {
        type: 'session.closed',
        portalId: null,
        actor: byAdmin(admin),
        subject: { kind: 'ADMIN', id: adminId },
        data: { sessions: count },
      });
    }
    return count;
  });
}
