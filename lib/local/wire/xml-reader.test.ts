import { XMLBuilder } from 'fast-xml-parser';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readXml } from './xml-reader';

const limits = { maxBytes: 1_000_000, maxElements: 1000, maxDepth: 8 };
const lists = new Set(['Object']);
const read = (xml: string | Buffer) => readXml(Buffer.from(xml), limits, lists);

describe('readXml', () => {
  it('reads what a client writes', () => {
    expect(
      read(
        `<?xml version="1.0" encoding="UTF-8"?>\n<!-- note --><Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
          <Object><Key> a &amp; b&#x20AC;&#10; </Key><VersionId/></Object><Quiet >true</Quiet >
        </Delete>\n`,
      ),
    ).toEqual({ Delete: { Object: [{ Key: ' a & b€\n ', VersionId: '' }], Quiet: 'true' } });
    expect(read('\ufeff<A><B>1</B><B><![CDATA[<2>]]></B></A>')).toEqual({ A: { B: ['1', '<2>'] } });
    expect(read('<A/>')).toEqual({ A: '' });
  });

  it('gives back any text that another library wrote', () => {
    const builder = new XMLBuilder({ processEntities: true });
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 20 })), (keys) => {
        const xml = builder.build({ Delete: { Object: keys.map((Key) => ({ Key })) } });
        const expected = keys.length === 0 ? '' : { Object: keys.map((Key) => ({ Key })) };
        expect(read(xml)).toEqual({ Delete: expected });
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['nothing', ''],
    ['text alone', 'hello'],
    ['an element that is not closed', '<A><B></A>'],
    ['an end without a beginning', '</A>'],
    ['two roots', '<A/><B/>'],
    ['text beside the root', '<A/>b'],
    ['text beside elements', '<A>b<C/></A>'],
    ['a tag cut short', '<A><B'],
    ['a comment without end', '<A><!-- </A>'],
    ['a document type', '<!DOCTYPE A [<!ENTITY x "y">]><A>&x;</A>'],
    ['an entity of its own', '<A>&x;</A>'],
    ['an ampersand alone', '<A>a & b</A>'],
    ['a character that is none', '<A>&#x110000;</A>'],
    ['a name that objects lose', '<A><__proto__>1</__proto__></A>'],
    ['too deep nesting', '<A>'.repeat(9) + '</A>'.repeat(9)],
    ['nesting without end', '<A>'.repeat(100_000)],
    ['too many elements', `<A>${'<B/>'.repeat(1000)}</A>`],
    ['a tag without end', `<A ${'a="b" '.repeat(10_000)}/>`],
    ['blanks without end', `<A>${' '.repeat(1_000_000)}</A>`],
    ['a text longer than any of S3', `<A>${'&amp;'.repeat(20_000)}</A>`],
    ['more comments than elements could need', `<A>${'<!---->'.repeat(100_000)}</A>`],
  ])('refuses %s', async (_what, xml) => {
    await expect((async () => read(xml))()).rejects.toThrow(
      expect.objectContaining({ code: 'MalformedXML' }),
    );
  });

  it('never fails in another way, whatever it is given', async () => {
    const pieces = fc.constantFrom(
      '<A>',
      '</A>',
      '<A',
      '>',
      '/>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '&',
      '&amp;',
      ';',
      ' ',
      'x',
      '<?',
      '?>',
      '\0',
      'é',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.array(pieces).map((all) => all.join('')),
          fc.string(),
        ),
        async (xml) => {
          try {
            await read(xml);
          } catch (error) {
            expect(error).toMatchObject({ code: 'MalformedXML' });
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
