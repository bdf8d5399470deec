import { parseAddress } from '../addresses/parse-address.ts';
import type { App } from '../app.ts';
import { readMailId } from './mail-id.ts';
import { type KnownReport, noteReports } from './note-reports.ts';
import type { Report, Reporter } from './report.ts';

/**
 * People wait in the order of a statement for somebody who is locked.
 * @limit reports: Reports that one statement notes. Beyond: Another one notes the next.
 */
export const REPORTS_AT_ONCE = 200;

type Place = { prisma: Pick<App['prisma'], '$queryRaw'>; keys: Pick<App['keys'], 'mailIds'> };

/**
 * Notes what reporters say of our emails. A report counts if it names an email of ours, and the address that it went to, and that is
 * the address of the person still. All others change nothing, and nobody learns which did. The same report twice changes nothing more.
 * @returns how many changed something
 * @throws what went wrong with some, once the others are noted; at once if it goes wrong a second time
 */
export async function takeReports({ prisma, keys }: Place, reporter: Reporter, reports: Report[]): Promise<number> {
  let changed = 0;
  let failure: { error: unknown } | undefined;
  for (const part of parts(reports.flatMap((report) => known(keys, report)))) {
    try {
      changed += await noteReports(prisma, reporter, part);
    } catch (error) {
      // Of the reporter's next try, only what is left has to be noted.
      if (failure) throw error;
      failure = { error };
    }
  }
  if (failure) throw failure.error;
  return changed;
}

function known(keys: Place['keys'], report: Report): KnownReport[] {
  const mail = readMailId(keys, report.messageId, report.recipient);
  const email = parseAddress(report.recipient)?.canonical;
  return mail && email ? [{ ...mail, email, state: report.state, detail: report.detail }] : [];
}

/** One statement can change a row once: in each part, nobody is there twice. What is reported of one person keeps its order. */
function parts(reports: KnownReport[]): KnownReport[][] {
  const all: KnownReport[][] = [];
  const people = new Map<string, number>();
  for (const report of reports) {
    let part = (people.get(report.person.id) ?? -1) + 1;
    while ((all[part]?.length ?? 0) >= REPORTS_AT_ONCE) part++;
    people.set(report.person.id, part);
    all[part] = [...(all[part] ?? []), report];
  }
  return all;
}
