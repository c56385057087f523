// Writes the hashes of the inline scripts into the page's content security policy, so that no other
// inline script can run there.
import { createHash } from 'node:crypto';

const SLOT = "'inline-script-hashes'";

// Whether Trunk changes the page again while serving it, as it does for `make dev`.
export const isServed = (page) => page.includes('__TRUNK_ADDRESS__');

export function seal(page) {
  if (!page.includes(SLOT)) throw new Error(`the policy of the page has no ${SLOT} to fill in`);
  const scripts = [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]);
  const hash = (script) => `'sha256-${createHash('sha256').update(script, 'utf8').digest('base64')}'`;
  // The hash of a script that changes again cannot be known.
  return page.replace(SLOT, isServed(page) ? "'unsafe-inline'" : scripts.map(hash).join(' '));
}
