// What a visitor downloads: the page with the module of one pattern, compressed with brotli as a static
// host would. `node scripts/weigh.mjs DIST [BUDGET_KB]` prints one line a file and a sum for each pattern,
// and fails if one of them is above the budget.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const [dist = 'dist', budgetKb = '480'] = process.argv.slice(2);
const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
const kb = (bytes) => (bytes / 1000).toFixed(1).padStart(8);

let shared = 0;
const modules = new Map();
for (const name of readdirSync(dist).sort()) {
  if (!/\.(wasm|js|css|html)$/.test(name)) continue;
  const raw = readFileSync(join(dist, name));
  const packed = brotliCompressSync(raw, options).length;
  console.log(`${kb(packed)} KB brotli ${kb(raw.length)} KB raw  ${name}`);
  // What a visitor may read beside is not needed to show the page.
  if (name.endsWith('.html') && name !== 'index.html') continue;
  const [, module] = name.match(/^(driftscope-.*?)(?:_bg\.wasm|\.js)$/) ?? [];
  if (module) modules.set(module, (modules.get(module) ?? 0) + packed);
  else shared += packed;
}
if (modules.size === 0) throw new Error(`no page in ${dist}`);
let fits = true;
for (const [module, own] of modules) {
  console.log(`${kb(shared + own)} KB brotli in all, of ${budgetKb} KB, with ${module}`);
  fits &&= shared + own <= Number(budgetKb) * 1000;
}
process.exit(fits ? 0 : 1);
