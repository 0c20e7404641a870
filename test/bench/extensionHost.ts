/** What the extension adds to the memory of VS Code's extension host. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startHost } from '../host/host.ts';
import { node24, root } from '../tasks/install.mjs';
import { type Figure, median } from './figures.ts';
import { processTable, residentMemory } from './resident.ts';

const windows = 3;
/** Milliseconds a window is left alone before it is measured: activation is long over, and the start's garbage collected. */
const settling = 15_000;

/** With the extension active and a file open, against an extension that does nothing. Builds the bundles first. */
export async function extensionHostFigures(): Promise<Figure[]> {
  execFileSync(node24, [join(root, 'esbuild.ts')], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const ours: number[] = [];
  const empty: number[] = [];
  while (ours.length < windows) {
    ours.push(await hostMemory(root));
    empty.push(await hostMemory(join(root, 'test/fixtures/emptyExtension')));
  }
  return [
    { what: 'extension host with an empty extension', value: median(empty), unit: 'MB' },
    { what: 'extension host: more with Deepwell', value: median(ours) - median(empty), unit: 'MB', limit: 60 },
  ];
}

async function hostMemory(installed: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'deepwell-bench-'));
  writeFileSync(join(folder, 'a.ts'), 'const a = 1;\n');
  const host = await startHost({ installed, folder, open: join(folder, 'a.ts') });
  try {
    if (installed === root) await host.page.locator('#deepwell\\.deepwell\\.deepwell\\.status').waitFor();
    await delay(settling);
    return residentMemory(extensionHostPid(host.serverPid)).now * 1000;
  } finally {
    await host.close();
    rmSync(folder, { recursive: true });
  }
}

function extensionHostPid(serverPid: number): number {
  const found = processTable().filter(
    ({ parent, command }) => parent === serverPid && command.includes('--type=extensionHost'),
  );
  const [process] = found;
  if (process === undefined || found.length > 1) throw new Error(`${found.length} extension hosts are running.`);
  return process.pid;
}
