// Trunk's post_build hook: the page that says what is modelled, which needs no module, gets the styles of the other one;
// the build gets its number, and the service worker the list of its files; the scripts that stand in the pages are sealed.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isServed, seal } from './seal.mjs';

const STYLES = '<!-- style sheets -->';
const staging = process.env.TRUNK_STAGING_DIR;
const read = (name) => readFileSync(join(staging, name));
const edit = (name, how) => writeFileSync(join(staging, name), how(read(name).toString()));
const fill = (name, slot, content) => (text) => {
  if (!text.includes(slot)) throw new Error(`${name}: there is no ${slot} to fill in`);
  return text.replace(slot, () => content);
};
const digest = (content, form) => createHash('sha256').update(content).digest(form);

const page = read('index.html').toString();
const styles = page.split('</head>')[0].match(/<style>[\s\S]*?<\/style>/g) ?? [];
if (styles.length === 0) throw new Error('index.html: Trunk has put no styles into it');
edit('models.html', fill('models.html', STYLES, styles.join('\n')));

// Trunk names a file after what was compiled, not after what it holds: the number is of what all of them hold.
const files = readdirSync(staging).filter((name) => name !== 'sw.js').sort();
const build = isServed(page) ? '' : digest(files.map((name) => `${name} ${digest(read(name), 'hex')}\n`).join(''), 'hex').slice(0, 12);
edit('index.html', fill('index.html', 'data-build=""', `data-build="${build}"`));
for (const name of ['index.html', 'models.html']) edit(name, seal);

const kept = files.map((name) => [name === 'index.html' ? './' : name, `sha256-${digest(read(name), 'base64')}`]);
edit('sw.js', (text) => {
  const filled = fill('sw.js', "const BUILD = '';", `const BUILD = '${build}';`)(text.replace(/^\s*\/\/.*\n/gm, ''));
  return build ? fill('sw.js', 'const FILES = {};', `const FILES = ${JSON.stringify(Object.fromEntries(kept))};`)(filled) : filled;
});
