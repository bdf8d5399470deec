import { addAdmin, decide, openDemoPortal, setReasonTemplates, setSignUpFields, updatePortal } from '../kit/admins.ts';
import { setApprovalRules } from '../kit/approval-rules.ts';
import type { Installation } from '../kit/installation.ts';
import { inviteDevelopers } from '../kit/invitations.ts';
import { succeed } from '../kit/mutate.ts';
import { mailedToken, setPassword, signUp, verifyEmail } from '../kit/people.ts';
import { askDevelopers } from '../kit/questions.ts';

type Registration = { fullName: string; email: string; company: string; use: string };

const APPROVED: Registration[] = [
  { fullName: 'Grace Hopper', email: 'grace@northwind.example', company: 'Northwind', use: 'Payments' },
  { fullName: 'Katherine Johnson', email: 'katherine@orbital.example', company: 'Orbital', use: 'Reports' },
  { fullName: 'Hedy Lamarr', email: 'hedy@spread.example', company: 'Spread', use: 'Orders' },
];
const WAITING: Registration[] = [
  { fullName: 'Ada Lovelace', email: 'ada@analytical.example', company: 'Analytical Engines', use: 'Payments' },
  { fullName: 'Alan Turing', email: 'alan@northwind.example', company: 'Northwind', use: 'Orders' },
  { fullName: 'Barbara Liskov', email: 'barbara@substitute.example', company: 'Substitute', use: 'Reports' },
  { fullName: 'Donald Knuth', email: 'donald@gmail.com', company: 'Literate', use: 'Reports' },
  { fullName: 'Edsger Dijkstra', email: 'edsger@shortest.example', company: 'Shortest Path', use: 'Orders' },
  { fullName: 'Frances Allen', email: 'frances@compile.example', company: 'Compile', use: 'Payments' },
  { fullName: 'Margaret Hamilton', email: 'margaret@apollo.example', company: 'Apollo', use: 'Orders' },
  { fullName: 'Radia Perlman', email: 'radia@spanning.example', company: 'Spanning', use: 'Payments' },
  { fullName: 'Tim Berners-Lee', email: 'tim@hypertext.example', company: 'Hypertext', use: 'Reports' },
];
const REJECTED: Registration = { fullName: 'John Doe', email: 'john@mailinator.com', company: '-', use: 'Orders' };

async function register(gatehouse: Installation, { email, fullName, company, use }: Registration): Promise<string> {
  const answers = [
    { field: 'company', value: company },
    { field: 'use', value: use },
  ];
  await succeed(signUp(gatehouse, email, { fullName, answers }));
  const { passwordToken } = await succeed(verifyEmail(gatehouse, await mailedToken(gatehouse, email)), 'passwordToken');
  await gatehouse.drain();
  await succeed(setPassword(gatehouse, passwordToken));
  const [row] = await gatehouse.sql<{ id: string }>('SELECT id FROM developers WHERE email = $1', [email]);
  return row?.id ?? '';
}

/** One after the other, so that their order is the same each time. */
async function registerAll(gatehouse: Installation, people: Registration[]): Promise<string[]> {
  const ids: string[] = [];
  for (const person of people) ids.push(await register(gatehouse, person));
  return ids;
}

/** A portal as it may look after some weeks. @returns the id of a person who waits */
export async function openAcme(gatehouse: Installation): Promise<string> {
  const owner = await openDemoPortal(gatehouse);
  await succeed(updatePortal(gatehouse, { name: 'Acme Developers', contactEmail: 'developers@acme.example' }, owner));
  await succeed(
    setSignUpFields(
      gatehouse,
      [
        { key: 'company', label: 'Company', kind: 'TEXT', required: true },
        { key: 'use', label: 'What do you want to build on?', kind: 'CHOICE', choices: ['Payments', 'Orders', 'Reports'] },
      ],
      owner,
    ),
  );
  const approved = await registerAll(gatehouse, APPROVED);
  await succeed(decide(gatehouse, 'approve', approved, owner, { reason: 'Welcome to Acme!' }));
  const john = await register(gatehouse, REJECTED);
  await succeed(decide(gatehouse, 'reject', [john], owner, { reason: 'Please register with the address of your company.' }));
  await succeed(
    setApprovalRules(
      gatehouse,
      [
        { name: 'Partners', when: { emailDomains: ['partner.example'] }, then: 'APPROVE' },
        {
          name: 'Throw-away addresses',
          when: { disposableEmail: true },
          then: 'REFUSE',
          reason: 'Use the address of your company.',
        },
        { name: 'Payments need a look', when: { answers: [{ field: 'use', values: ['Payments'] }] }, then: 'QUEUE' },
      ],
      owner,
    ),
  );
  await succeed(
    setReasonTemplates(gatehouse, [{ name: 'No company', text: 'Please register with the address of your company.' }], owner),
  );
  const waiting = await registerAll(gatehouse, WAITING);
  await gatehouse.sql(
    `UPDATE developers SET created_at = developers.created_at - older.hours * interval '1 hour', email_verified_at = email_verified_at - older.hours * interval '1 hour'
     FROM (SELECT id, 5 * row_number() OVER (ORDER BY id DESC) AS hours FROM developers) older WHERE older.id = developers.id`,
  );
  await succeed(askDevelopers(gatehouse, waiting.slice(4, 5), 'Which orders do you want to read?', owner));
  const invitations = ['dennis@unix.example', 'ken@unix.example', 'bjarne@classes.example'].map((email) => ({ email }));
  await succeed(inviteDevelopers(gatehouse, invitations, owner));
  await addAdmin(gatehouse, 'partners@acme.example', 'APPROVER', 'demo');
  await addAdmin(gatehouse, 'support@acme.example', 'VIEWER', 'demo');
  await gatehouse.drain();
  return waiting[0] ?? '';
}
