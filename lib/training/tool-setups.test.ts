/** Holds docs/your-own-tools.md against the lines that the page shows; run with -u, it writes the file. */
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { toolSetups } from './tool-setups';

const file = fileURLToPath(new URL('../../docs/your-own-tools.md', import.meta.url));
const bucket = 'sagemaker-us-east-1-000000000000';
const local = { region: 'us-east-1', endpointUrl: 'http://127.0.0.1:9010', bucket };
const languages: Record<string, string> = {
  'aws-cli': 'sh',
  rclone: 'sh',
  s3cmd: 'sh',
  terraform: 'hcl',
  javascript: 'js',
};

it('docs/your-own-tools.md has the lines of the page', async () => {
  const sections = toolSetups(local).map(({ id, title, about, snippets }) =>
    [
      `## ${title}`,
      about,
      ...snippets.map(
        ({ label, text }) => `${label}:\n\n\`\`\`${languages[id] ?? 'python'}\n${text}\n\`\`\``,
      ),
    ].join('\n\n'),
  );
  const text = [
    '# From your own tools',
    'Any AWS client works against the local backend by its address alone. Below, the address is the default one; the page ' +
      '_Your own tools_ of the dashboard shows these lines with the address of the backend that runs. What a tool starts ' +
      'shows up in the dashboard. What is supported, and what is refused by name, is in [local-backend.md](local-backend.md).',
    ...sections,
  ].join('\n\n');
  const config = await resolveConfig(file);
  // Code stays as it is shown: it is run as it stands.
  const formatted = await format(text, { ...config, embeddedLanguageFormatting: 'off', filepath: file });
  await expect(formatted).toMatchFileSnapshot(file);
});

describe('the lines for a tool', () => {
  it('have the address and the bucket of the backend, and no other', () => {
    const url = 'http://127.0.0.1:12345';
    for (const { id, snippets } of toolSetups({ ...local, endpointUrl: url })) {
      const text = snippets.map((one) => one.text).join('\n');
      expect(text, id).toContain('127.0.0.1:12345');
      expect(text.replaceAll(url, '').replaceAll('127.0.0.1:12345', ''), id).not.toMatch(/127\.0\.0\.1|9010/);
    }
  });

  it('name no address on AWS, but its Region, and the same tools', () => {
    const aws = toolSetups({ region: 'eu-central-1', bucket });
    for (const { id, snippets } of aws) {
      const text = snippets.map((one) => one.text).join('\n');
      expect(text, id).not.toMatch(/endpoint|http:|local/i);
      expect(text, id).toContain('eu-central-1');
    }
    expect(aws.map(({ id }) => id)).toEqual(toolSetups(local).map(({ id }) => id));
  });
});
