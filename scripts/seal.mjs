// Writes the hashes of the inline scripts into the page's content security policy, so that no other
// inline script can run there.
import { createHash } from 'node:crypto';

const SLOT = "'inline-script-hashes'";

export function seal(page) {
  if (!page.includes(SLOT)) throw new Error(`the policy of the page has no ${SLOT} to fill in`);
  const scripts = [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]);
  // `make dev` adds a script that Trunk changes again while serving, so its hash cannot be known.
  const served = scripts.some((script) => script.includes('__TRUNK_ADDRESS__'));
  const hash = (script) => `'sha256-${createHash('sha256').update(script, 'utf8').digest('base64')}'`;
  return page.replace(SLOT, served ? "'unsafe-inline'" : scripts.map(hash).join(' '));
}
