import type { Portal, SsoConnection } from '../../prisma/generated/client/client.ts';

export type ConnectionAtPortal = SsoConnection & { portalId: string; portal: Portal };

/** Logs in admins, and nobody else. */
export type InstallationConnection = SsoConnection & { portalId: null; portal: null };

export type Connection = ConnectionAtPortal | InstallationConnection;

export function placed(connection: SsoConnection & { portal: Portal | null }): Connection {
  const { portal } = connection;
  return portal ? { ...connection, portalId: portal.id, portal } : { ...connection, portalId: null, portal };
}

/** Null for a connection of the installation. */
export function atPortal(connection: SsoConnection & { portal: Portal | null }): ConnectionAtPortal | null {
  const known = placed(connection);
  return known.portal && known;
}
