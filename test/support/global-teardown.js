import { rm } from 'node:fs/promises';

export default async function globalTeardown() {
  const embedded = globalThis.__embedded;
  if (!embedded) return;
  await embedded.stop();
  await rm(embedded.folder, { recursive: true, force: true });
}
