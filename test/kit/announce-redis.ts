import { hasKubectl } from './kubectl.ts';
import { hasPgbouncer } from './pgbouncer.ts';
import { hasPrometheus } from './prometheus.ts';
import { hasRedis } from './redis.ts';

/** Says at the end what was not tried: a run that leaves out half of something must not look whole. */
export function teardown(): void {
  if (!hasPgbouncer) console.warn('What is about poolers did not run: there is no pgbouncer here.');
  if (!hasKubectl) console.warn('The manifests for Kubernetes were not checked: there is no kubectl here.');
  if (!hasPrometheus) console.warn('The alerts did not fire: there is no prometheus here.');
  if (hasRedis) return;
  console.warn(
    [
      'The Redis half did not run: there is no redis-server here.',
      'To run it too: apt-get install -y redis-server (Debian, Ubuntu) or brew install redis (macOS), then npm test.',
    ].join('\n'),
  );
}
