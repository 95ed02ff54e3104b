/** Python's last words on a module that is not installed; of `a.b` the package is `a`. */
const missing = /^(?:ModuleNotFoundError|ImportError): No module named '?([A-Za-z_]\w*)/;

/**
 * What to do where a script fails for want of a module: AWS's image may have it, and its stand-in has not.
 * @param output the last lines of stderr
 * @returns undefined where it failed of something else
 */
export const missingModuleAdvice = (output: readonly string[]): string | undefined => {
  const name = output.map((line) => missing.exec(line.trim())?.[1]).findLast((found) => found !== undefined);
  return name === undefined
    ? undefined
    : `The environment that stands in for the image has no module ${name}. If the image has it, name its package in a ` +
        'requirements.txt beside the script: it is installed before the script starts, here and on AWS.';
};
