import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { acts } from '../../domain/decisions/acts.ts';
import { type Decision, decide, deleteDevelopers, openDemoPortal, updatePortal, VERBS } from '../kit/admins.ts';
import { startInstallation } from '../kit/installation.ts';
import { startIssuer } from '../kit/issuer.ts';
import { approvedPerson, developerId, registeredPerson, signUp, verifiedPerson } from '../kit/people.ts';
import { present } from '../kit/present.ts';
import { comeIn, connect } from '../kit/sso.ts';

const issuer = await startIssuer();
const gatehouse = await startInstallation({ SSO_ALLOWED_PRIVATE_HOSTS: new URL(issuer.url).host });
const admin = await openDemoPortal(gatehouse);

/** The arrows of the drawing below a title. */
async function drawn(title: string): Promise<string[]> {
  const page = await readFile('docs/states.md', 'utf8');
  const drawing = present(page.slice(page.indexOf(`## ${title}`)).match(/```mermaid\n([\s\S]*?)```/)?.[1]);
  return [...drawing.matchAll(/^ {2}(\S+ --> [^\s:]+)/gm)].map(([, arrow = '']) => arrow).toSorted();
}

/** Notes each change of a state that the database makes from now on. @param state its name, as SQL over a row `r` */
async function record(table: string, state: string): Promise<() => Promise<string[]>> {
  const of = (row: string) => state.replaceAll('r.', `${row}.`);
  await gatehouse.sql(`CREATE TABLE ${table}_arrows (arrow text)`);
  await gatehouse.sql(`CREATE FUNCTION note_${table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO ${table}_arrows SELECT concat(
      CASE WHEN TG_OP = 'INSERT' THEN '[*]' ELSE ${of('OLD')} END, ' --> ',
      CASE WHEN TG_OP = 'DELETE' THEN '[*]' ELSE ${of('NEW')} END);
    RETURN NULL; END $$`);
  await gatehouse.sql(
    `CREATE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION note_${table}()`,
  );
  return async () => {
    const rows = await gatehouse.sql<{ arrow: string }>(`SELECT DISTINCT arrow FROM ${table}_arrows`);
    return rows.map(({ arrow }) => arrow).toSorted();
  };
}

/** Rows are also changed without a change of state; only a job that is taken again is drawn so. */
const isChange = (arrow: string) => arrow.split(' --> ')[0] !== arrow.split(' --> ')[1];

test('the drawing of a registration shows what happens to its row, and no more', async () => {
  const happened = await record(
    'developers',
    "CASE WHEN r.email_verified_at IS NULL THEN 'UNVERIFIED' ELSE r.status::text END",
  );
  const act = async (verb: Decision, id: string) => await decide(gatehouse, verb, [id], admin);
  for (const verb of VERBS) {
    for (const from of acts[verb].from) {
      const email = `${verb}-${from.toLowerCase()}@states.test`;
      const { id } =
        from === 'PENDING' ? await verifiedPerson(gatehouse, email) : await approvedPerson(gatehouse, email, admin);
      if (from === 'REJECTED') {
        const rejected = await registeredPerson(gatehouse, `again-${email}`);
        await act('reject', rejected.id);
        await act(verb, rejected.id);
      }
      if (from === 'REVOKED') await act('revoke', id);
      if (from !== 'REJECTED') await act(verb, id);
    }
  }
  await updatePortal(gatehouse, { autoApprove: true }, admin);
  await verifiedPerson(gatehouse, 'by-rule@states.test');
  await gatehouse.drain();
  await updatePortal(gatehouse, { autoApprove: false }, admin);
  issuer.behave({ person: { sub: 'new', name: 'Ada', email: 'sso@states.test', email_verified: true } });
  await comeIn(await connect(gatehouse, issuer, { emailDomains: ['states.test'] }));

  await signUp(gatehouse, 'unverified@states.test');
  await gatehouse.drain();
  const pending = await verifiedPerson(gatehouse, 'pending@states.test');
  const approved = await approvedPerson(gatehouse, 'approved@states.test', admin);
  const rejected = await verifiedPerson(gatehouse, 'rejected@states.test');
  await act('reject', rejected.id);
  const revoked = await approvedPerson(gatehouse, 'revoked@states.test', admin);
  await act('revoke', revoked.id);
  const unverified = await developerId(gatehouse, 'unverified@states.test');
  await deleteDevelopers(gatehouse, [unverified, pending.id, approved.id, rejected.id, revoked.id], admin);

  expect((await happened()).filter(isChange)).toEqual(await drawn('A registration'));
});

test('the drawing of a job shows what happens to its row, and no more', async () => {
  const happened = await record('jobs', 'r.status::text');
  const { behaviour } = gatehouse.inbox;
  const dueAgain = () => gatehouse.sql('UPDATE jobs SET due_at = now() WHERE finished_at IS NULL');

  behaviour.refuseMail = { code: 451, message: 'try again later' };
  await signUp(gatehouse, 'later@states.test');
  await gatehouse.drain();
  behaviour.refuseMail = undefined;
  await dueAgain();
  await gatehouse.drain();

  behaviour.refuseRecipient = { code: 550, message: 'no such user' };
  await signUp(gatehouse, 'nobody@states.test');
  await gatehouse.drain();
  behaviour.refuseRecipient = undefined;
  const [failed] = await gatehouse.sql<{ id: string }>("SELECT id FROM jobs WHERE status = 'FAILED'");
  const retry = 'mutation($ids: [ID!]!) { retryJobs(input: { ids: $ids }) { __typename } }';
  await gatehouse.graphql(retry, { ids: [failed?.id] }, { token: admin });

  // A worker that died holds this one.
  await gatehouse.sql("UPDATE jobs SET status = 'RUNNING', attempt = attempt + 1, due_at = now() WHERE id = $1", [failed?.id]);
  await gatehouse.drain();
  // Nothing is mailed where nobody is registered.
  await gatehouse.graphql(
    'mutation { requestPasswordReset(input: { portal: "demo", email: "unknown@states.test" }) { __typename } }',
  );
  await gatehouse.drain();

  behaviour.refuseRecipient = { code: 550, message: 'no such user' };
  await signUp(gatehouse, 'never@states.test');
  await gatehouse.drain();
  behaviour.refuseRecipient = undefined;
  await gatehouse.sql("UPDATE jobs SET finished_at = finished_at - interval '100 days'");
  await gatehouse.purge();

  const arrows = (await happened()).filter((arrow) => isChange(arrow) || arrow.startsWith('RUNNING'));
  expect(arrows).toEqual(await drawn('A job'));
});
