import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import * as vscode from 'vscode';
import { type Results, resultsVariable } from '../results.ts';

/** The test entry, loaded inside the extension host by every VS Code. Rejects when a test failed. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'tdd', timeout: 20_000, forbidOnly: true });
  for (const file of readdirSync(__dirname)) if (file.endsWith('.test.cjs')) mocha.addFile(join(__dirname, file));
  const results: Results = { vscode: vscode.version, passed: [], failed: [] };
  await new Promise<void>(done => {
    mocha
      .run(() => done())
      .on('pass', test => results.passed.push(test.fullTitle()))
      .on('fail', (test, error: Error) =>
        results.failed.push({ title: test.fullTitle(), message: error.stack ?? String(error) }),
      )
      .on('pending', test => results.failed.push({ title: test.fullTitle(), message: 'The test was skipped.' }));
  });
  // The exit code alone can lie: an extension host that dies ends the run with 0. Only this file says that all was run.
  const file = process.env[resultsVariable];
  if (file !== undefined) writeFileSync(file, JSON.stringify(results));
  if (results.failed.length > 0) throw new Error(`${results.failed.length} tests failed`);
}
