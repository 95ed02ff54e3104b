/** What was sent, with fields that the action knows better; what is no object stays what it is, and is refused. */
export const withFields = (sent: unknown, fields: Readonly<Record<string, unknown>>): unknown =>
  typeof sent === 'object' && sent !== null && !Array.isArray(sent) ? { ...sent, ...fields } : sent;
