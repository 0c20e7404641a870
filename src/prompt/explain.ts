export const explainQuestion = 'Explain this code.';
