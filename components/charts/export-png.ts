/**
 * Turns a drawn chart into a PNG. A serialised SVG has no style sheet, so that what the page's styles decide is
 * written into a copy of it first.
 */
const STYLED = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'visibility',
] as const;

const SCALE = 2;
const HEADER_HEIGHT = 52;

export interface PngCaption {
  title: string;
  /** One entry per metric, in its resolved colour. */
  legend: { text: string; color: string }[];
  background: string;
  color: string;
}

/** Throws an Error with a sentence for the reader where the browser cannot draw the chart. */
export const chartPng = async (svg: SVGSVGElement, caption: PngCaption): Promise<Blob> => {
  const { width, height } = svg.getBoundingClientRect();
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(serialise(svg, width, height))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * SCALE;
  canvas.height = (height + HEADER_HEIGHT) * SCALE;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gives no canvas to draw the chart on.');
  context.scale(SCALE, SCALE);
  context.fillStyle = caption.background;
  context.fillRect(0, 0, width, height + HEADER_HEIGHT);
  const font = getComputedStyle(svg).fontFamily;
  context.fillStyle = caption.color;
  context.font = `bold 14px ${font}`;
  context.fillText(caption.title, 12, 22);
  context.font = `12px ${font}`;
  let x = 12;
  for (const { text, color } of caption.legend) {
    context.fillStyle = color;
    context.fillRect(x, 37, 14, 3);
    context.fillStyle = caption.color;
    context.fillText(text, x + 20, 42);
    x += 40 + context.measureText(text).width;
  }
  context.drawImage(image, 0, HEADER_HEIGHT, width, height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('This browser could not encode the chart as PNG.');
  return blob;
};

const serialise = (svg: SVGSVGElement, width: number, height: number): string => {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- a node's clone is of its kind
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll('*')];
  for (const [index, element] of [copy, ...copy.querySelectorAll('*')].entries()) {
    const original = originals[index];
    if (!original) continue;
    const computed = getComputedStyle(original);
    for (const property of STYLED) element.setAttribute(property, computed.getPropertyValue(property));
    element.removeAttribute('class');
    element.removeAttribute('style');
  }
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  return new XMLSerializer().serializeToString(copy);
};
