/** When a job was seen to be no longer in the account; NULL while it is there. */
export const jobsThatVanished = `
ALTER TABLE job ADD COLUMN gone_at INTEGER;
CREATE INDEX job_gone ON job (scope, gone_at) WHERE gone_at IS NOT NULL;
`;
