// Makes the parts of the page smaller without changing what they do. Files keep their names, since the
// page refers to them.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync, transformSync } from 'esbuild';
import { emptied } from './table.mjs';

// The WebAssembly and the glue that wasm-bindgen wrote for it are known to nobody but each other, so
// they may leave out what neither calls, and may call the rest by short names.
export function shrink(wasm, script, work) {
  const glue = shaken(readFileSync(script, 'utf8'), work);
  const called = new Set([...glue.matchAll(/\bwasm\.(\w+)/g)].map((match) => match[1]));

  // The linker has to keep every export, so only here goes what the exports below alone had kept.
  const exported = WebAssembly.Module.exports(new WebAssembly.Module(readFileSync(wasm)));
  const roots = exported.filter(({ name }) => called.has(name));
  const graph = join(work, 'graph.json');
  writeFileSync(graph, JSON.stringify(roots.map(({ name }) => ({ name: `glue ${name}`, export: name, root: true }))));
  // With the names of functions (-g), which order them below.
  binaryen('wasm-metadce', '-g', '--graph-file', graph, wasm, '-o', wasm);

  // Those exports had promises behind them that wait for streams; they are still in the table.
  const { bytes, taken } = emptied(readFileSync(wasm), /wasm_streams|future_to_promise|jspi/);
  if (taken > 0 && [...called].some((name) => name.startsWith('into'))) throw new Error('streams are used after all');
  writeFileSync(wasm, bytes);

  // Once, and after that, so Trunk itself leaves wasm-opt out: code that was made small twice compresses
  // worse. Names go too, since those that wasm-bindgen chose end in hashes, which do not compress at all.
  // Repeated expressions stay: compression finds them more cheaply than the locals that would replace them.
  // So it does the zeros between pieces of data, and functions that are alike, if they stand side by side:
  // those of one type or room do by name. Nothing but the far end of the stack is in the lowest KB.
  const names = binaryen('wasm-opt', '-Oz', '--low-memory-unused', '--skip-pass=local-cse',
    '--skip-pass=memory-packing', '--reorder-functions-by-name', '--strip-producers', '--strip-target-features',
    '--minify-imports-and-exports-and-modules', wasm, '-o', wasm);
  writeFileSync(script, minified('js', renamed(glue, JSON.parse(names.replace(/,(\s*\])/g, '$1')))));
}

// The page imports only the function that starts it. Leptos drags in streams whose classes are exported
// and never made; what keeps them are two statements that look as if they had an effect of their own.
function shaken(glue, work) {
  const pure = glue
    .replace(/^if \(Symbol\.dispose\) .*;$/gm, '')
    .replaceAll('new FinalizationRegistry(', '/* @__PURE__ */ new FinalizationRegistry(');
  writeFileSync(join(work, 'glue.js'), pure);
  const stdin = { contents: 'export { default } from "./glue.js";', resolveDir: work };
  return buildSync({ stdin, bundle: true, format: 'esm', target: 'esnext', write: false }).outputFiles[0].text;
}

// A name that is not where it is expected stops the build: the page would not start.
function renamed(glue, { imports, exports }) {
  const replace = (text, pattern, replacement) => {
    if (!pattern.test(text)) throw new Error(`the glue has no ${pattern}`);
    return text.replace(pattern, () => replacement);
  };
  const short = new Map(exports);
  let text = glue.replace(/\bwasm\.(\w+)/g, (_, name) => {
    if (!short.has(name)) throw new Error(`the module does not export ${name}, which the glue calls`);
    return `wasm.${short.get(name)}`;
  });
  for (const [, name, to] of imports) text = replace(text, new RegExp(`\\b${name}(?=: function\\()`), to);
  return replace(text, new RegExp(`"${imports[0][0]}"(?=: import0)`), 'a');
}

export function minified(loader, text) {
  // The sources are written for the browsers that the page supports, so nothing is rewritten for older ones.
  return transformSync(text, { loader, minify: true, target: 'esnext' }).code;
}

function binaryen(tool, ...parameters) {
  return execFileSync(tool, parameters, { encoding: 'utf8' });
}
