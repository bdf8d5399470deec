import type { AdapterFactory, AdapterPayload } from 'oidc-provider';

/** Sessions and codes are lost when it ends. */
export function openMemory(): AdapterFactory {
  const kept = new Map<string, AdapterPayload>();
  const findBy = (kind: string, fits: (payload: AdapterPayload) => boolean) =>
    [...kept].find(([key, payload]) => key.startsWith(`${kind}:`) && fits(payload))?.[1];
  return (kind) => ({
    upsert: async (id, payload) => void kept.set(`${kind}:${id}`, payload),
    find: async (id) => kept.get(`${kind}:${id}`),
    findByUid: async (uid) => findBy(kind, (payload) => payload.uid === uid),
    findByUserCode: async (userCode) => findBy(kind, (payload) => payload.userCode === userCode),
    consume: async (id) => {
      const payload = kept.get(`${kind}:${id}`);
      if (payload) payload['consumed'] = Math.floor(Date.now() / 1_000);
    },
    destroy: async (id) => void kept.delete(`${kind}:${id}`),
    revokeByGrantId: async (grantId) => {
      for (const [key, payload] of kept) if (payload.grantId === grantId) kept.delete(key);
    },
  });
}
