// Trunk's post_build hook. Whatever is built, the scripts in the page are sealed. A release is also made
// small, and where DRIFTSCOPE_PAGES names modules, the page has each of them: Trunk has built the first,
// this builds the others, and the page loads the one that its address is about.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seal } from './seal.mjs';

const TARGET = 'wasm32-unknown-unknown';
const TARGETS = process.env.CARGO_TARGET_DIR ?? 'target';
// Theory has all patterns and no pictures, a pattern's page the pattern alone.
const features = (module) => module === 'theory' ? 'event-based,background-sync,saga,cqrs,theory' : `${module},laboratory`;
// What a page without a link is about, as in src/scenario/presets/mod.rs.
const OPENING = 'cqrs';
// What of std a page can do without, by the name of a function of it, and how it comes in all the same.
const HEAVY = {
  flt2dec: '6 KB for printing floats: {} of one, or a clamp of one whose bounds are not constant',
  slice_error_fail: '2 KB for slices of text that can panic: [a..b] or split_at of a str; get and split_at_checked do not',
  StrSearcher: '1 KB for finding a text in a text: sim::text has a smaller search',
};
const staging = process.env.TRUNK_STAGING_DIR;
const index = join(staging, 'index.html');
let page = readFileSync(index, 'utf8');
if (process.env.TRUNK_PROFILE === 'release') page = await released(page);
writeFileSync(index, seal(page));
explained(page);

async function released(page) {
  // Needed for a release alone, and so are the packages behind it.
  const { minified, shrink } = await import('./shrink.mjs');
  const [built] = page.match(/driftscope-[0-9a-f]+(?=_bg\.wasm)/) ?? [];
  if (!built) throw new Error('index.html: Trunk names no module');
  const work = mkdtempSync(join(tmpdir(), 'driftscope-'));
  try {
    const [first, ...others] = (process.env.DRIFTSCOPE_PAGES ?? '').split(' ').filter(Boolean);
    const modules = { [first ?? '']: settle(staging, built, first) };
    for (const name of others) modules[name] = settle(compiled(name, work), 'page', name);
    for (const name of Object.values(modules)) small(name, (wasm, script) => shrink(wasm, script, work));
    return styled(page, minified)
      .replace(/<link rel="(?:module)?preload"[^>]*>/g, '')
      .replace(/<script type="module">[\s\S]*?<\/script>/, () => `<script type="module">${loader(modules, minified)}</script>`);
  } finally {
    rmSync(work, { recursive: true });
  }
}

// One style sheet in the place of all, since they compress better together.
function styled(page, minified) {
  const LINK = /<link rel="stylesheet" href="\.\/([^"]+\.css)"[^>]*>\s*/g;
  const sheets = [...page.matchAll(LINK)].map(([, name]) => join(staging, name));
  const style = minified('css', sheets.map((path) => readFileSync(path, 'utf8')).join('\n'));
  for (const path of sheets) rmSync(path);
  const name = `style-${createHash('sha256').update(style).digest('hex').slice(0, 16)}.css`;
  writeFileSync(join(staging, name), style);
  return page.replace(LINK, '').replace('</head>', `<link rel="stylesheet" href="./${name}">\n</head>`);
}

// The page that says what is modelled needs no module. It has the style sheets of the other one.
function explained(page) {
  const path = join(staging, 'models.html');
  const sheets = page.match(/<link rel="stylesheet"[^>]*>/g) ?? [];
  writeFileSync(path, seal(readFileSync(path, 'utf8').replace('<!-- style sheets -->', () => sheets.join('\n'))));
}

// One of the other modules: the folder of its `page.js` and `page_bg.wasm`.
function compiled(module, work) {
  console.error(`page: compiling the module for ${module}; half a minute.`);
  const run = (tool, ...args) => execFileSync(tool, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  run('cargo', 'build', '--quiet', '--offline', '--locked', '--profile', 'page', '--target', TARGET, '--bin', 'driftscope',
    '--no-default-features', '--features', features(module));
  const folder = join(work, module);
  run('wasm-bindgen', join(TARGETS, TARGET, 'page', 'driftscope.wasm'),
    '--target', 'web', '--no-typescript', '--out-dir', folder, '--out-name', 'page');
  return folder;
}

// Puts a module into the page under a name that is another one whenever its content is.
function settle(folder, from, module) {
  const wasm = readFileSync(join(folder, `${from}_bg.wasm`));
  for (const [heavy, why] of Object.entries(HEAVY)) if (wasm.includes(heavy)) console.error(`page: ${module} carries ${why}`);
  const hash = createHash('sha256').update(wasm).digest('hex').slice(0, 16);
  const name = ['driftscope', module, hash].filter(Boolean).join('-');
  const glue = readFileSync(join(folder, `${from}.js`), 'utf8').replaceAll(`${from}_bg.wasm`, `${name}_bg.wasm`);
  renameSync(join(folder, `${from}_bg.wasm`), join(staging, `${name}_bg.wasm`));
  rmSync(join(folder, `${from}.js`));
  writeFileSync(join(staging, `${name}.js`), glue);
  return name;
}

// Making a module small takes ten seconds, so what came of it is kept for as long as neither the module
// nor the recipe changes.
function small(name, shrink) {
  const written = ['shrink', 'table'].map((name) => readFileSync(new URL(`./${name}.mjs`, import.meta.url)));
  const recipe = createHash('sha256').update(Buffer.concat(written)).digest('hex').slice(0, 8);
  const store = join(TARGETS, 'pages', recipe);
  const parts = [`${name}_bg.wasm`, `${name}.js`];
  if (parts.every((part) => existsSync(join(store, part)))) {
    for (const part of parts) copyFileSync(join(store, part), join(staging, part));
    return;
  }
  shrink(...parts.map((part) => join(staging, part)));
  mkdirSync(store, { recursive: true });
  for (const part of parts) copyFileSync(join(staging, part), join(store, part));
}

// Loads the module of what the address names: theory, or the pattern of a link in the fragment or the query.
// A link without a pattern is about the first one, and so is one whose pattern is not known. This only has to
// guess well: a module that reads in the address that it is about another pattern loads that one in its place.
// Both parts are asked for at once.
function loader(modules, minified) {
  return minified('js', `
    const modules = ${JSON.stringify(modules)};
    const load = globalThis.loadDriftscope = async (word) => {
      const name = Object.hasOwn(modules, word) ? modules[word] : ${JSON.stringify(Object.values(modules)[0])};
      const module_or_path = fetch('./' + name + '_bg.wasm');
      const { default: init } = await import('./' + name + '.js');
      await init({ module_or_path });
    };
    const named = (text) => {
      for (let times = 0; times < 3; times++) try { text = decodeURIComponent(text) } catch { break }
      return (/[#?&;]pattern=([a-z-]+)/.exec(text) ?? /^[#?]([a-z-]+)/.exec(text) ?? [])[1];
    };
    const { hash, search } = location;
    const known = [hash, search].map(named).find((word) => word !== 'theory' && Object.hasOwn(modules, word));
    await load(hash === '#theory' ? 'theory' : known ?? (hash.length > 1 ? '' : ${JSON.stringify(OPENING)}));
  `);
}
