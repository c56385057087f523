// Runs benches/speed.rs natively and in WebAssembly and prints both, with their ratio.
// A bench prints one line a measure: `bench NAME events_per_s=NUMBER`. Wall-clock differs between
// machines by half and more; the ratio of one run is what can be compared.
import { spawnSync } from 'node:child_process';

const LINE = /bench (\S+) events_per_s=([0-9.]+)/g;

function measure(where, args) {
  const run = spawnSync('cargo', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const found = new Map([...run.stdout.matchAll(LINE)].map(([, name, rate]) => [name, Number(rate)]));
  if (run.status !== 0 || found.size === 0) {
    process.stderr.write(run.stdout);
    throw new Error(`benches/speed.rs gave no measure ${where}`);
  }
  return found;
}

const native = measure('natively', ['bench', '--quiet', '--offline', '--locked', '--bench', 'speed']);
// The test runner runs it in headless Chromium; `--bench` would make it look for another kind of export.
const wasm = measure('in WebAssembly', [
  'test', '--release', '--offline', '--locked', '--target', 'wasm32-unknown-unknown', '--bench', 'speed', '--', '--nocapture',
]);

const million = (rate) => (rate === undefined ? '-' : (rate / 1e6).toFixed(2)).padStart(10);
console.log(`${'million events/s'.padEnd(28)} ${'native'.padStart(10)} ${'wasm'.padStart(10)} wasm/native`);
for (const name of new Set([...native.keys(), ...wasm.keys()])) {
  const [n, w] = [native.get(name), wasm.get(name)];
  const ratio = n && w ? (w / n).toFixed(2) : '-';
  console.log(`${name.padEnd(28)} ${million(n)} ${million(w)} ${ratio.padStart(11)}`);
}
