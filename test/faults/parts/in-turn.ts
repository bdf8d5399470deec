/**
 * So many people at once, each of whom begins again after an answer.
 * @param act gets numbers from 0 up, each once; false when nobody is to begin again
 */
export async function inTurn(most: number, act: (number: number) => Promise<boolean>): Promise<void> {
  let next = 0;
  const one = async () => {
    while (await act(next++));
  };
  await Promise.all(Array.from({ length: most }, one));
}
