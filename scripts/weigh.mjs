// What a visitor downloads: every file of the page, compressed with brotli as a static host would.
// `node scripts/weigh.mjs DIST [BUDGET_KB]` prints one line a file and a total, and fails above the budget.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const [dist = 'dist', budgetKb = '200'] = process.argv.slice(2);
const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
const kb = (bytes) => (bytes / 1000).toFixed(1).padStart(8);

let total = 0;
for (const name of readdirSync(dist).sort()) {
  if (!/\.(wasm|js|css|html)$/.test(name)) continue;
  const raw = readFileSync(join(dist, name));
  const packed = brotliCompressSync(raw, options).length;
  total += packed;
  console.log(`${kb(packed)} KB brotli ${kb(raw.length)} KB raw  ${name}`);
}
console.log(`${kb(total)} KB brotli in all, of ${budgetKb} KB`);
if (total === 0) throw new Error(`no page in ${dist}`);
process.exit(total <= Number(budgetKb) * 1000 ? 0 : 1);
