// Small helpers around the DOM; text always goes in as text.

/** The element with this id; the page's own markup has it. */
export const byId = id => document.getElementById(id);

/**
 * Makes an element. Members of `props` starting with "on" are listeners, "class" and "data-*", "aria-*", "role" and the like
 * are attributes, others are properties; null children are left out.
 */
export function make(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'class' || name.includes('-') || !(name in element)) element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined));
  return element;
}

/** Sets the text only when it changes, so that screen readers and selections are left alone. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const SVG = 'http://www.w3.org/2000/svg';

/** A line icon of 24 by 24. */
export function icon(path) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

let announcing = 0;

/** Tells screen readers, politely; the same sentence twice is told twice. */
export function announce(sentence) {
  const region = byId('announcer');
  region.textContent = '';
  cancelAnimationFrame(announcing);
  announcing = requestAnimationFrame(() => { region.textContent = sentence; });
}
