import type { Log } from './log.ts';
import type { Metrics } from './metrics/open-metrics.ts';
import type { ReplicaNotes } from './prisma/replicas.ts';

/** Tells of each replica when it is read no more, and when it is read again: the log once, and the metrics. */
export function watchReplicas(log: Log, { replicas }: Pick<Metrics, 'replicas'>): ReplicaNotes {
  const away = new Set<string>();
  return {
    noteRead: replicas.read,
    noteState: (host, problem) => {
      replicas.isUsed(host, problem === null);
      if (problem) log.warn({ host, problem }, 'lists are not read from this replica, but from the primary');
      else if (away.has(host)) log.info({ host }, 'lists are read from this replica again');
      if (problem) away.add(host);
      else away.delete(host);
    },
  };
}
