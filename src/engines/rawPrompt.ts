import type { Prompt } from '../shared/engine.ts';

// Everything the vocabularies of our families hold as one token: <｜…｜> and <|…|> of DeepSeek, Qwen and Llama, and the few
// words between plain angle brackets, with Gemma's turns, which a server's own template may write. Only the "<" is matched; what follows is looked at, so the next match may overlap.
const lookAlike = /<(?=[|｜][^<>\s]{1,64}?[|｜]>|\/?(?:think|tool_call|tool_response|start_of_turn|end_of_turn)>)/gu;

/**
 * A prompt as one string, for servers that take nothing else and turn the letters of a mark into the mark wherever they stand.
 * Letters of a mark inside text get a space after their "<": the shortest change after which no vocabulary knows them. The
 * model still reads what the code says, nothing invisible is added that it could copy, and the person's file is not touched.
 */
export function rawPrompt(prompt: Prompt): string {
  let rendered = '';
  let text = '';
  // Neighbouring texts are joined first: a mark's letters may be spread over two of them.
  const flush = (): void => {
    rendered += text.replace(lookAlike, '< ');
    text = '';
  };
  for (const part of prompt) {
    if (typeof part === 'string') text += part;
    else {
      flush();
      rendered += part.mark;
    }
  }
  flush();
  return rendered;
}
