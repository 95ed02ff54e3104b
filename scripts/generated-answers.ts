/** What of the local backend the bench may use without asking one. */
export { generatedAnswers, generatedPrices } from '../lib/local/generated-answers';
