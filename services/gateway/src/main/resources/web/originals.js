// The images sent from this browser, for the comparison: in memory, and in the browser's cache so that a reload keeps the
// newest of them. They never leave the browser a second time.

const SHELF = 'acuity-originals';
const KEPT = 20;
const LARGEST = 32 << 20;
const SENT = 'acuity-sent';

const blobs = new Map();
const urls = new Map();
const address = id => `/originals/${id}`;
const sent = readSent();

function readSent() {
  try {
    return new Map(JSON.parse(localStorage.getItem(SENT) ?? '[]'));
  } catch {
    return new Map();
  }
}

function writeSent() {
  try {
    localStorage.setItem(SENT, JSON.stringify([...sent].slice(-200)));
  } catch {
    // A full or forbidden storage costs the names after a reload, nothing else.
  }
}

/** Remembers the file of a job, and what was asked for. */
export async function keep(id, file, asked) {
  hold(id, file);
  sent.set(id, { name: file.name, asked });
  writeSent();
  if (!globalThis.caches || file.size > LARGEST) return;
  try {
    const shelf = await caches.open(SHELF);
    await shelf.put(address(id), new Response(file, { headers: { 'Content-Type': file.type } }));
    const kept = await shelf.keys();
    await Promise.all(kept.slice(0, Math.max(0, kept.length - KEPT)).map(old => shelf.delete(old)));
  } catch {
    // Private windows refuse; memory has it.
  }
}

/** The name the file had, if it was sent from here. */
export const nameOf = id => sent.get(id)?.name;

/** What was asked for, if it was sent from here. */
export const askedOf = id => sent.get(id)?.asked ?? {};

function hold(id, blob) {
  if (blobs.has(id)) return;
  blobs.set(id, blob);
  urls.set(id, URL.createObjectURL(blob));
}

/** The bytes of the original, or undefined when it was not sent from this browser. */
export async function blobOf(id) {
  if (blobs.has(id) || !sent.has(id) || !globalThis.caches) return blobs.get(id);
  try {
    const found = await (await caches.open(SHELF)).match(address(id));
    if (found) hold(id, await found.blob());
  } catch {
    // As if it had not been kept.
  }
  return blobs.get(id);
}

/** An address of the original for an <img>, or null. */
export const originalOf = async id => await blobOf(id) ? urls.get(id) : null;
