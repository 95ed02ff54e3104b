/** Where SageMaker’s toolkits look for what is to be installed. */
export const requirementsPath = 'requirements.txt';
