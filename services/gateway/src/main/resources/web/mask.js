// Which pixels of a masked job are refined at a step, worked out from its attention map as the worker does.

const SIDE = 768;
// Whoever rounds a sum the other way would move the mask's border.
const SLACK = 1e-6;
const WAITING = [12, 14, 13, 255];
const REFINED = [0, 0, 0, 0];
const drawn = new Map();

/** The step t* from which on a pixel is refined; steps count down from `steps` to 1. */
export const firstStep = (attention, lowerBound, steps) =>
  Math.min(steps, Math.max(1, Math.floor(steps * (attention + lowerBound) + SLACK)));

/** An address of the mask at the `step`th of `steps`, as large as the map or smaller: dark where pixels wait. */
export async function maskOf(map, lowerBound, step, steps) {
  const key = [map, lowerBound, step, steps].join(' ');
  if (!drawn.has(key)) drawn.set(key, draw(await load(map), lowerBound, step, steps));
  return drawn.get(key);
}

async function load(url) {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

function draw(image, lowerBound, step, steps) {
  const scale = Math.min(1, SIDE / Math.max(image.naturalWidth, image.naturalHeight));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  const due = steps - step + 1;
  for (let i = 0; i < pixels.data.length; i += 4) {
    pixels.data.set(due <= firstStep(pixels.data[i] / 255, lowerBound, steps) ? REFINED : WAITING, i);
  }
  context.putImageData(pixels, 0, 0);
  return canvas.toDataURL('image/png');
}
