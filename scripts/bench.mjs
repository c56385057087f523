// Runs benches/speed.rs natively and in WebAssembly and prints both, with their ratio.
// A bench prints one line a measure: `bench NAME events_per_s=NUMBER`. Wall-clock differs between
// machines by half and more; the ratio of one run is what can be compared.
import { spawnSync } from 'node:child_process';

const LINE = /bench (\S+) (events_per_s|ms|ratio)=([0-9.]+)/g;

function measure(where, args) {
  const run = spawnSync('cargo', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const found = new Map([...run.stdout.matchAll(LINE)].map(([, name, , rate]) => [name, Number(rate)]));
  if (run.status !== 0 || found.size === 0) {
    process.stderr.write(run.stdout);
    throw new Error(`benches/speed.rs gave no measure ${where}`);
  }
  return found;
}

const native = measure('natively', ['bench', '--quiet', '--offline', '--locked', '--bench', 'speed']);
// The test runner runs it in headless Chromium; `--bench` would make it look for another kind of export.
const wasm = measure('in WebAssembly', [
  'test', '--profile', 'page', '--offline', '--locked', '--target', 'wasm32-unknown-unknown', '--bench', 'speed', '--', '--nocapture',
]);

const cell = (text) => text.padStart(10);
const million = (rate) => cell((rate / 1e6).toFixed(2));
const ratio = (a, b) => (a && b ? (a / b).toFixed(2) : '-').padStart(11);
console.log(`${'million events/s'.padEnd(28)} ${cell('native')} ${cell('wasm')} wasm/native`);
const patterns = ['event-based', 'background-sync', 'saga', 'cqrs'];
for (const name of ['queue', ...patterns]) {
  const [n, w] = [native.get(name), wasm.get(name)];
  console.log(`${name.padEnd(28)} ${million(n)} ${million(w)} ${ratio(w, n)}`);
}
for (const name of patterns) {
  const against = (found) => cell((found.get(name) / found.get('queue')).toFixed(2));
  console.log(`${`${name} / queue`.padEnd(28)} ${against(native)} ${against(wasm)}`);
}
for (const name of patterns) {
  const price = (found) => cell(found.get(`measures-${name}`).toFixed(2));
  console.log(`${`measures / ${name}`.padEnd(28)} ${price(native)} ${price(wasm)}`);
}
for (const name of patterns) {
  const minute = (found) => cell(`${found.get(`minute-${name}`).toFixed(2)} ms`);
  console.log(`${`a minute of ${name}`.padEnd(28)} ${minute(native)} ${minute(wasm)}`);
}
