/**
 * A log line as a terminal would show it. CloudWatch delivers control characters as `#` and three octal digits:
 * a tab is `#011`, a carriage return `#015`, a backspace `#010`, an escape `#033`. Progress bars are made of them.
 */
export const terminalText = (message: string): string => {
  if (!/#0[0-3][0-7]|[\u0000-\u001f]/.test(message)) return message;
  const decoded = message
    .replace(/#(0[0-3][0-7])/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    .replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '');
  let shown: string[] = [];
  let cursor = 0;
  for (const character of decoded) {
    if (character === '\b') cursor = Math.max(0, cursor - 1);
    else if (character === '\r') cursor = 0;
    else if (character === '\n') {
      shown = [...shown, ' '];
      cursor = shown.length;
    } else if (character === '\t' || character >= ' ') {
      shown[cursor] = character;
      cursor += 1;
    }
  }
  return shown.join('');
};
