import type { App } from '../../domain/app.ts';
import type { ProviderAccountProps } from '../../emails/components/provider-account.tsx';

type Account = { portalId: string; issuer: string; subject: string };

export async function describeAccount({ prisma }: App, { portalId, issuer, subject }: Account): Promise<ProviderAccountProps> {
  const connection = await prisma.ssoConnection.findFirst({ where: { portalId, issuer } });
  const host = new URL(issuer).host;
  return { label: connection?.label ?? host, host, subject };
}
