type Sink = { write: (text: string) => Promise<void>; close: () => Promise<void>; abort: () => Promise<void> };

type Picker = (options: { suggestedName: string }) => Promise<{ createWritable: () => Promise<Sink> }>;

/**
 * A file of the person's computer that grows with each `write`. Browsers without a file picker keep the parts until the end, and then download
 * them. @returns null if the person chose no file
 */
export async function openFile(name: string, type: string): Promise<Sink | null> {
  const pick: Picker | undefined = Reflect.get(globalThis, 'showSaveFilePicker');
  if (!pick) return download(name, type);
  try {
    return await (await pick({ suggestedName: name })).createWritable();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}

function download(name: string, type: string): Sink {
  const parts: string[] = [];
  return {
    write: async (text) => void parts.push(text),
    abort: async () => void parts.splice(0),
    close: async () => {
      const href = URL.createObjectURL(new Blob(parts, { type }));
      const link = Object.assign(document.createElement('a'), { href, download: name });
      link.click();
      // The browser has begun to read it by then.
      setTimeout(() => URL.revokeObjectURL(href), 60_000);
    },
  };
}
