import { expect, test } from 'vitest';
import { failuresOf, type Mutant } from './mutant.ts';

/** Gatehouse without one of its safeguards each. */
const mutants: Mutant[] = [
  {
    without: 'the transaction around an act',
    file: 'domain/transaction.ts',
    from: 'await app.prisma.$transaction((tx) => work(Object.create(tx, more)))',
    to: 'await work(Object.create(app.prisma, more))',
    tests: ['test/faults/stops/acts-on-postgresql.test.ts'],
    says: /killed at any moment of \w+ leaves all of it behind or nothing[\s\S]*AssertionError: expected \[/,
  },
  {
    without: 'the lease of a job',
    file: 'domain/jobs/claim-jobs.ts',
    from: `SET status = 'RUNNING', attempt = attempt + 1, due_at = \${fromNow(LEASE_MS)}`,
    to: "SET status = 'RUNNING', attempt = attempt + 1, due_at = now()",
    tests: ['test/faults/parts/smtp-mail.test.ts'],
    says: /AssertionError: mailed( too often|, but refused)/,
  },
  {
    without: 'the fence around the end of a job',
    file: 'domain/jobs/finish-jobs.ts',
    from: ` AND attempt = (\${attempts}::int[])[array_position(\${ids}::uuid[], id)] AND \${isOpen}\``,
    to: ` AND \${attempts}::int[] IS NOT NULL\``,
    tests: ['test/faults/parts/workers.test.ts'],
    says: /past its lease[\s\S]*AssertionError: expected \[ \{/,
  },
  {
    without: 'the condition of a decision',
    file: 'domain/decisions/decide-together.ts',
    from: 'act.from.includes(status) ? null',
    to: 'act.from.length > 0 ? null',
    tests: ['test/faults/model/model.test.ts'],
    says: /Counterexample: .*(approve|reject|revoke|reinstate)Developers/,
  },
  {
    without: 'the lock of a decision',
    file: 'domain/decisions/decide-together.ts',
    from: 'ORDER BY id FOR NO KEY UPDATE',
    to: 'ORDER BY id',
    tests: ['test/faults/pairs/waiting.test.ts'],
    says: /expected 'STATE=\w+ PAIR=.*(approve|reject)/,
  },
  {
    without: 'the event of a decision',
    file: 'domain/decisions/write-decisions.ts',
    from: `    event AS (\${decidedEvents(tx, actor, event)}),\n`,
    to: '',
    tests: ['test/faults/model/model.test.ts'],
    says: /AssertionError: events: expected/,
  },
];

test.for(mutants)('tests notice that $without is gone', { timeout: 600_000 }, async (mutant) => {
  expect(await failuresOf(mutant)).toContainEqual(expect.stringMatching(mutant.says));
});
