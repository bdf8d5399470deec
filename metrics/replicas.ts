import { Counter, Gauge, type Registry } from 'prom-client';

/** Where this process reads lists for admins. */
export function measureReplicas(registry: Registry) {
  const registers = [registry];
  const reads = new Counter({
    name: 'gatehouse_list_reads_total',
    help: 'Lists and numbers for admins that were read, by where: replica or primary. None is counted without DATABASE_REPLICA_URL.',
    labelNames: ['from'],
    registers,
  });
  const isUsed = new Gauge({
    name: 'gatehouse_replica_up',
    help: '1 if lists are read from this replica, 0 if not: it was away, behind, or no standby of this database.',
    labelNames: ['host'],
    registers,
  });
  return {
    read: (from: 'replica' | 'primary') => reads.inc({ from }),
    isUsed: (host: string, is: boolean) => isUsed.set({ host }, is ? 1 : 0),
  };
}
