// What a visitor downloads, compressed with brotli as a static host would, and whose code it is.
// `node scripts/weigh.mjs DIST [BUDGET_KB]` prints a line a file and their sum, and fails if that is above
// the budget; then the code of the module by room of the house, as it was compiled.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { functions } from './functions.mjs';

const [dist = 'dist', budgetKb = '825'] = process.argv.slice(2);
const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
const kb = (bytes) => (bytes / 1000).toFixed(1).padStart(8);

let sum = 0;
let modules = 0;
for (const name of readdirSync(dist).sort()) {
  if (!/\.(wasm|js|css|html)$/.test(name)) continue;
  const raw = readFileSync(join(dist, name));
  const packed = brotliCompressSync(raw, options).length;
  console.log(`${kb(packed)} KB brotli ${kb(raw.length)} KB raw  ${name}`);
  modules += name.endsWith('.wasm');
  // What a visitor may read beside is not needed to show the page.
  if (!name.endsWith('.html') || name === 'index.html') sum += packed;
}
if (modules !== 1) throw new Error(`${dist} has ${modules} modules`);
console.log(`${kb(sum)} KB brotli in all, of ${budgetKb} KB`);

// Trunk leaves behind what it made small: only there do functions have names.
const compiled = join(process.env.CARGO_TARGET_DIR ?? 'target', 'wasm32-unknown-unknown', 'page', 'driftscope.wasm');
if (existsSync(compiled)) {
  const rooms = new Map();
  for (const { name, size } of functions(readFileSync(compiled))) {
    const whose = owner(name);
    rooms.set(whose, (rooms.get(whose) ?? 0) + size);
  }
  const heaviest = [...rooms].sort(([, a], [, b]) => b - a).slice(0, 20);
  console.log('code as compiled, before it is made smaller, by room and crate:');
  for (const [whose, size] of heaviest) console.log(`${kb(size)} KB  ${whose}`);
}
// The room or crate that a mangled name is of: "_ZN10driftscope4view4draw17h..." is of view.
function owner(name) {
  const [, dotted] = name.match(/driftscope(?:_model)?\.\.([a-z_]+)/) ?? [];
  const [, length, rest] = name.match(/(?:10driftscope|16driftscope_model)(\d+)(\w+)/) ?? [];
  const room = dotted ?? rest?.slice(0, Number(length));
  if (room) return `driftscope::${room}`;
  const [, long, from] = name.match(/^_ZN(\d+)([a-z]\w*)/) ?? name.match(/Cs\w+?_(\d+)(\w+)/) ?? [];
  const [, crate] = name.match(/\$LT\$(?:\w*\$)*([a-z_]+)\.\./) ?? [];
  return from?.slice(0, Number(long)) ?? crate ?? 'others';
}
process.exit(sum <= Number(budgetKb) * 1000 ? 0 : 1);
