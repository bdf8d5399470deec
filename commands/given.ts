import { readGiven } from '../config/given.ts';

/** The variables of a command, those in files with their values. Ends the process if a file cannot be used. */
export function givenOrExit(): Record<string, string | undefined> {
  const { variables, faults } = readGiven(process.env);
  if (faults.size === 0) return variables;
  console.error('These variables are missing or wrong:');
  for (const [name, fault] of faults) console.error(`  ${name}_FILE ${fault}`);
  process.exit(1);
}
