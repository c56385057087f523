// Trunk's post_build hook: the scripts that stand in the page are sealed, and the page that says what is
// modelled, which needs no module, gets the styles of the other one.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seal } from './seal.mjs';

const SLOT = '<!-- style sheets -->';
const staging = process.env.TRUNK_STAGING_DIR;
const edit = (name, how) => {
  const path = join(staging, name);
  writeFileSync(path, how(readFileSync(path, 'utf8')));
};
let styles = [];
edit('index.html', (page) => {
  const [head] = page.split('</head>');
  styles = head.match(/<style>[\s\S]*?<\/style>/g) ?? [];
  return seal(page);
});
if (styles.length === 0) throw new Error('index.html: Trunk has put no styles into it');
edit('models.html', (page) => {
  if (!page.includes(SLOT)) throw new Error(`models.html: there is no ${SLOT} for the styles`);
  return seal(page.replace(SLOT, () => styles.join('\n')));
});
