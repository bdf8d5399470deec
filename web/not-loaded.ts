/** Shows the sentence that the document brings along, in every language, if a part of the page does not come. */
export async function orNotLoaded<Part>(part: Promise<Part>): Promise<Part> {
  try {
    return await part;
  } catch (error) {
    document.querySelector('#not-loaded')?.removeAttribute('hidden');
    throw error;
  }
}
