import * as z from 'zod';
import { badReply, Failure } from '../../shared/failure.ts';
import { routeOf } from '../address.ts';
import { readJsonLines } from '../lines.ts';
import type { Net } from '../net.ts';
import { post } from '../post.ts';
import { refusalOf } from '../refusal.ts';
import { isOk, readRefusal } from '../reply.ts';
import { isCloudName } from './cloud.ts';

export interface PullProgress {
  /** In Ollama's words: "pulling manifest", "verifying sha256 digest". */
  readonly status: string;
  /** Never fewer than before. */
  readonly doneBytes: number;
  /** Of the parts Ollama has named so far: it grows while they are named, and is 0 before the first. */
  readonly totalBytes: number;
}

export interface PullOptions {
  readonly address: string;
  readonly net: Net;
}

/** Milliseconds. Ollama says nothing while it computes the digest of a large file on a slow disk. */
const verifyLimit = 1_800_000;

const lineSchema = z.object({
  status: z.string().default(''),
  digest: z.string().optional(),
  total: z.number().optional(),
  completed: z.number().optional(),
  error: z.string().optional(),
});

/**
 * Has Ollama download a model from its own library; all that we send is the name, to this machine. Aborting closes the
 * connection, which ends the download; what has arrived stays, and the next pull goes on from there.
 * Throws Failure "modelInCloud" for a name of another host or of a model that never comes to this machine (nothing is sent),
 * "serverRefused" with Ollama's words, also for an error after HTTP 200, and "badReply" for an end without "success".
 */
export async function* pullModel(
  name: string,
  { address, net }: PullOptions,
  signal: AbortSignal,
): AsyncGenerator<PullProgress> {
  if (namesHost(name) || isCloudName(name)) throw new Failure('modelInCloud', { model: name });
  const question = post(routeOf(address, '/api/pull'), { model: name, stream: true }, { idle: verifyLimit });
  const answer = await net.ask(question, signal);
  if (!isOk(answer)) throw await readRefusal(answer);
  const parts = new Map<string, Part>();
  for await (const value of readJsonLines(answer.bytes, address)) {
    signal.throwIfAborted();
    const parsed = lineSchema.safeParse(value);
    if (!parsed.success) throw badReply(address, 'notUnderstood', 'a line has another form', parsed.error);
    const { status, digest, total = 0, completed = 0, error } = parsed.data;
    if (error !== undefined) throw refusalOf(address, answer.status, JSON.stringify({ error }));
    if (digest !== undefined) parts.set(digest, furthest(parts.get(digest), { done: completed, total }));
    yield { status, doneBytes: sum(parts, 'done'), totalBytes: sum(parts, 'total') };
    if (status === 'success') return;
  }
  throw badReply(address, 'endedEarly', 'it ended in the middle');
}

interface Part {
  readonly done: number;
  readonly total: number;
}

/** A part that stalls is begun again, and its count with it: what was told once stays told. */
const furthest = (before: Part | undefined, { done, total }: Part): Part => ({
  done: Math.max(before?.done ?? 0, done),
  total: Math.max(before?.total ?? 0, total, done),
});

const sum = (parts: ReadonlyMap<string, Part>, what: keyof Part): number =>
  [...parts.values()].reduce((all, part) => all + part[what], 0);

/** "hf.co/someone/model", "127.0.0.1:5000/model": not Ollama's own library ("model", "someone/model"). */
const namesHost = (name: string): boolean => name.split('/').length > 2 || /^[^/]*[.:][^/]*\//.test(name);
