/** `crypto.randomUUIDv7` came with it. */
const OLDEST = { major: 24, minor: 16 };

/**
 * Loads a program where this Node can run it. Else it says so in one sentence: the files of the program could not even be linked.
 * Nothing else may be imported here.
 */
export async function onFitNode(load: () => Promise<unknown>): Promise<void> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < OLDEST.major || (major === OLDEST.major && minor < OLDEST.minor)) {
    console.error(`Gatehouse needs Node ${OLDEST.major}.${OLDEST.minor} or newer, and this is Node ${process.versions.node}.`);
    process.exit(1);
  }
  await load();
}
