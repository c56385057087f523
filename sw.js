// The service worker: keeps the files of one build for when the network fails. It is written by hand, since a library for
// this (Workbox) weighs more than ten times as much for a list of five files. scripts/page.mjs fills in the build and,
// for each file, the digest of what it holds, and takes these comments out. A page that is being developed has neither: nothing
// is kept of it, and what an earlier page has left at the same address goes.
const BUILD = '';
const FILES = {};
const { scope } = registration;
// Other folders of the same site may have a Driftscope of their own.
const OURS = `driftscope ${scope} `;
const names = new Map(Object.keys(FILES).map((name) => [new URL(name, scope).href, name]));
const store = () => caches.open(OURS + BUILD);

addEventListener('install', (event) => event.waitUntil((async () => {
  skipWaiting();
  const kept = await store();
  // What differs from its digest is cut off or of another build: then nothing is kept until the next visit.
  await Promise.all(Object.entries(FILES).map(async ([name, integrity]) => {
    const answer = await fetch(name, { cache: 'no-cache', integrity });
    // Made anew: what a host answers by way of another address may not be shown as a page.
    await kept.put(name, new Response(answer.body, answer));
  }));
})()));

// An open page has all that it needs, so nothing waits for it to be closed.
addEventListener('activate', (event) => event.waitUntil((async () => {
  const old = (await caches.keys()).filter((name) => name.startsWith(OURS) && (!BUILD || name !== OURS + BUILD));
  await Promise.all(old.map((name) => caches.delete(name)));
  if (!BUILD) await registration.unregister();
})()));

addEventListener('fetch', (event) => {
  const { request } = event;
  const name = names.get(request.url.split(/[?#]/)[0].replace(/\/index\.html$/, '/'));
  if (name && request.method === 'GET') event.respondWith(/\/$|html$/.test(name) ? page(request, name) : file(request, name));
});

const find = async (name) => (await store()).match(name, { ignoreVary: true });

// What a file of this name holds never changes.
const file = async (request, name) => (await find(name)) ?? fetch(request);

// Of a page the newest, unless it does not come, takes too long, or the server is at fault.
async function page(request, name) {
  const answer = fetch(request);
  const late = new Promise((late) => setTimeout(late, 4000));
  const first = await Promise.race([answer, late]).catch(() => {});
  return first?.status < 500 ? first : (await find(name).catch(() => {})) ?? answer;
}
