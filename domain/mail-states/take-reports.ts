import { parseAddress } from '../addresses/parse-address.ts';
import type { App } from '../app.ts';
import { readMailId } from './mail-id.ts';
import { type KnownReport, noteReports } from './note-reports.ts';
import type { Report, Reporter } from './report.ts';

type Place = { prisma: Pick<App['prisma'], '$queryRaw'>; keys: Pick<App['keys'], 'mailIds'> };

/**
 * Notes what reporters say of our emails. A report counts if it names an email of ours, and the address that it went to, and that is
 * the address of the person still. All others change nothing, and nobody learns which did. The same report twice changes nothing more.
 * @returns how many changed something
 */
export async function takeReports({ prisma, keys }: Place, reporter: Reporter, reports: Report[]): Promise<number> {
  let changed = 0;
  for (const round of rounds(reports.flatMap((report) => known(keys, report)))) {
    changed += await noteReports(prisma, reporter, round);
  }
  return changed;
}

function known(keys: Place['keys'], report: Report): KnownReport[] {
  const mail = readMailId(keys, report.messageId, report.recipient);
  const email = parseAddress(report.recipient)?.canonical;
  return mail && email ? [{ ...mail, email, state: report.state, detail: report.detail }] : [];
}

/** One statement can change a row once: in each round, nobody is there twice. What is reported of one person keeps its order. */
function rounds(reports: KnownReport[]): KnownReport[][] {
  const all: KnownReport[][] = [];
  const times = new Map<string, number>();
  for (const report of reports) {
    const round = times.get(report.person.id) ?? 0;
    times.set(report.person.id, round + 1);
    const others = all[round] ?? [];
    others.push(report);
    all[round] = others;
  }
  return all;
}
