// How soon the page is there and for whom, by Lighthouse: `node scripts/lighthouse.mjs DIST [RUNS]` serves the folder as a
// static host does, with brotli, loads it RUNS times as a phone and as a desktop, prints the medians, what was found
// wrong, and fails where a target is missed. CHROME names the browser.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const [dist = 'dist', runs = '5'] = process.argv.slice(2);
const MEDIA = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.wasm': 'application/wasm' };
const DEVICES = ['mobile', 'desktop'];

const score = (category) => (report) => Math.round(report.categories[category].score * 100);
const figure = (audit) => (report) => report.audits[audit].numericValue;
const least = (bound) => (value) => value >= bound;
const most = (bound) => (value) => value <= bound;
// What is looked at, in what unit, and the target for each device; the median meets it, where `each` is set every run.
const MEASURES = [
  { name: 'performance', of: score('performance'), mobile: least(96), desktop: least(100), said: '96, on a desktop 100' },
  { name: 'first contentful paint, ms', of: figure('first-contentful-paint') },
  { name: 'largest contentful paint, ms', of: figure('largest-contentful-paint'), mobile: most(1500), desktop: most(1500), said: '1500' },
  { name: 'total blocking time, ms', of: figure('total-blocking-time'), mobile: most(150), desktop: most(150), said: '150' },
  { name: 'layout shift', of: figure('cumulative-layout-shift'), digits: 3, each: true, mobile: most(0.02), desktop: most(0.02), said: '0.02 in every run' },
  ...['accessibility', 'best-practices', 'seo'].map((category) =>
    ({ name: category, of: score(category), mobile: least(100), desktop: least(100), said: '100' })),
];

const server = await serve();
const url = `http://127.0.0.1:${server.address().port}/`;
let isMissed = false;
for (const device of DEVICES) {
  const reports = [];
  for (let run = 0; run < Number(runs); run += 1) reports.push(await measure(device));
  isMissed = print(device, reports) || isMissed;
}
server.close();
process.exit(isMissed ? 1 : 0);

// Compressed once, ahead of time.
async function serve() {
  const files = new Map(readdirSync(dist).map((name) => [`/${name}`, brotliCompressSync(readFileSync(join(dist, name)))]));
  const server = createServer(({ url }, answer) => {
    const name = url.split('?')[0].replace(/\/$/, '/index.html');
    if (!files.has(name)) return answer.writeHead(404).end();
    answer.writeHead(200, {
      'Content-Type': MEDIA[extname(name)] ?? 'application/octet-stream',
      'Content-Encoding': 'br',
      'Cache-Control': name.endsWith('.html') || name === '/sw.js' ? 'no-cache' : 'max-age=31536000, immutable',
    }).end(files.get(name));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

// One report, in a browser of its own.
async function measure(device) {
  const flags = ['--headless=new', '--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  const options = [url, '--quiet', '--no-enable-error-reporting', '--output=json', '--output-path=stdout', `--chrome-flags=${flags.join(' ')}`];
  if (device === 'desktop') options.push('--preset=desktop');
  const lighthouse = spawn('node_modules/.bin/lighthouse', options, {
    env: { ...process.env, CHROME_PATH: process.env.CHROME_PATH ?? process.env.CHROME },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  lighthouse.stdout.setEncoding('utf8').on('data', (part) => { text += part; });
  const [code] = await once(lighthouse, 'close');
  if (code !== 0) throw new Error(`Lighthouse ended with ${code}`);
  const report = JSON.parse(text);
  if (report.runtimeError) throw new Error(report.runtimeError.message);
  return report;
}

// Whether a target was missed.
function print(device, reports) {
  console.log(`${device}, median of ${reports.length} (least to most)`);
  let isMissed = false;
  for (const { name, of, digits = 0, each, said, [device]: isMet } of MEASURES) {
    const values = reports.map(of).sort((a, b) => a - b);
    const median = values[Math.floor(values.length / 2)];
    const isBad = isMet && !(each ? values.every(isMet) : isMet(median));
    isMissed ||= isBad;
    const [middle, low, high] = [median, values[0], values.at(-1)].map((value) => value.toFixed(digits));
    console.log(`${name.padStart(30)} ${middle.padStart(7)} (${low} to ${high})${isBad ? `  MISSED: ${said}` : ''}`);
  }
  for (const line of new Set(reports.flatMap(complaints))) console.log(`  ${line}`);
  return isMissed;
}

// What takes points from the categories that are about right and wrong.
function complaints({ audits, categories }) {
  const ids = ['accessibility', 'best-practices', 'seo'].flatMap((category) =>
    categories[category].auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => id));
  return ids.filter((id) => audits[id].score !== null && audits[id].score < 1).flatMap((id) => {
    const where = (audits[id].details?.items ?? []).map(({ node, description, source }) => node?.selector ?? description ?? source ?? '');
    return [`${id}: ${audits[id].title}`, ...where.map((place) => `  ${place}`)];
  });
}
