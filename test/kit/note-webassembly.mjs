// Preloaded by a process: it says when it compiles WebAssembly, as Prisma's query compiler is.
const { Module } = WebAssembly;

WebAssembly.Module = class extends Module {
  constructor(...parts) {
    super(...parts);
    console.log('compiled WebAssembly');
  }
};
