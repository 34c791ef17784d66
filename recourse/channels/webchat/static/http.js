// One way to call the server: never throws, status 0 means that it was not reached.
const TIMEOUT = 20_000;

export async function post(url, { token, body } = {}) {
  const headers = { "Content-Type": "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  // Without a limit one hanging request would hold up every message behind it.
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT);
  try {
    const answer = await fetch(url, {
      method: "POST", headers, body: JSON.stringify(body ?? {}),
      credentials: "omit", cache: "no-store", signal: stop.signal,
    });
    return { status: answer.status, body: await answer.json().catch(() => ({})) };
  } catch {
    return { status: 0, body: {} };
  } finally {
    clearTimeout(timer);
  }
}

// 1, 2, 4, 8, then 15 seconds; `failures` counts from 1.
export const backOff = (failures) => Math.min(15, 2 ** (failures - 1)) * 1000;

// crypto.randomUUID exists only on https and localhost; the fallback is the same
// version 4 identifier from the same source of randomness.
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
