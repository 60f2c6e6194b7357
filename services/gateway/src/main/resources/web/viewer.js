// A picture to look at: before and after under one divider, zoom and pan, a veil over what is not done yet, an overlay.

import { icon, make, say } from './elements.js';
import { percent } from './words.js';

const MOST = 32;
const GRIP = 24;
const clamp = (value, least, most) => Math.min(most, Math.max(least, value));

export class Viewer {
  #size = { width: 1, height: 1 };
  #view = { scale: 1, x: 0, y: 0 };
  #fitted = true;
  #pointers = new Map();
  #drag = null;

  constructor() {
    const picture = name => make('img', { class: name, alt: '', draggable: false, decoding: 'async' });
    this.before = picture('before');
    this.after = picture('after');
    this.overlay = picture('overlay');
    this.undone = make('img', { alt: '', draggable: false });
    this.veil = make('div', { class: 'veil', hidden: true }, this.undone, make('div', { class: 'tiles' }));
    this.left = make('span', { class: 'corner left' }, 'Before');
    this.right = make('span', { class: 'corner right' }, 'After');
    this.window = make('div', {
      class: 'window', tabIndex: 0, role: 'group', 'aria-describedby': 'viewer-keys',
      'aria-label': 'Picture', onkeydown: event => this.#key(event),
    },
    this.before, make('div', { class: 'cutting' }, this.after), this.veil, this.overlay,
    make('div', { class: 'divider', 'aria-hidden': 'true' }), this.left, this.right);
    this.cut = this.#range('Divider between before and after', 500, 1000, () => this.#showCut());
    this.opacity = this.#range('Strength of the attention overlay', 60, 100, () => this.#showOpacity());
    this.zoomed = make('output', { class: 'zoomed', 'aria-label': 'Zoom' });
    this.opacityField = make('label', { class: 'strength', hidden: true }, 'Attention', this.opacity);
    this.pixels = make('button', {
      class: 'quiet', type: 'button', 'aria-pressed': 'false', onclick: () => this.#showPixels(), hidden: true,
    }, 'Pixels');
    this.bar = make('div', { class: 'bar', role: 'group', 'aria-label': 'Zoom and view' },
      this.#button('Smaller', 'M5 12h14', () => this.zoom(1 / 1.5)), this.zoomed,
      this.#button('Larger', 'M5 12h14M12 5v14', () => this.zoom(1.5)),
      make('button', { class: 'quiet', type: 'button', onclick: () => this.fit() }, 'Fit'),
      make('button', { class: 'quiet', type: 'button', onclick: () => this.actual() }, '1 : 1'),
      this.pixels, this.opacityField);
    this.keys = make('p', { class: 'aside', id: 'viewer-keys' },
      'Plus and minus zoom, 0 fits, 1 shows true size, arrow keys move the picture or the divider.');
    this.root = make('div', { class: 'viewer' }, this.window, this.cut, this.bar, this.keys);
    this.#listen();
  }

  /**
   * Shows the pictures there are; addresses or null. Resolves when they can be seen; broken ones count as absent. Where `after` is a
   * smaller picture of what it stands for, `size` is the whole size, or 'before' for that of the original.
   */
  async show({ before = null, after = null, overlay = null, size = null, alt }) {
    this.before.alt = `${alt}, before`;
    this.after.alt = `${alt}, after`;
    if (before) this.undone.src = before;
    this.overlay.alt = `${alt}, attention`;
    const [hasBefore, hasAfter, hasOverlay] = await Promise.all(
      [[this.before, before], [this.after, after], [this.overlay, overlay]].map(([image, url]) => load(image, url)));
    const leading = hasAfter && !(size === 'before' && hasBefore) ? this.after : this.before;
    const whole = hasAfter && size?.width ? size : { width: leading.naturalWidth || 1, height: leading.naturalHeight || 1 };
    this.#measure(whole.width, whole.height);
    this.root.classList.toggle('comparing', hasBefore && hasAfter);
    this.root.classList.toggle('alone', !hasBefore);
    this.cut.hidden = this.pixels.hidden = !(hasBefore && hasAfter);
    this.opacityField.hidden = !hasOverlay;
    this.#showCut();
    this.#showOpacity();
    return { before: hasBefore, after: hasAfter, overlay: hasOverlay };
  }

  /** Covers what is not done, tile row after tile row as results are written; null takes the veil away. */
  progress(share, tiles) {
    this.veil.hidden = share === null;
    if (share === null) return;
    const { width, height } = this.#size;
    const cells = clamp(tiles, 12, 400);
    const columns = clamp(Math.round(Math.sqrt(cells * width / height)), 1, cells);
    const rows = Math.max(1, Math.round(cells / columns));
    const reached = share * rows * columns;
    const row = Math.floor(reached / columns);
    const x = Math.floor(reached - row * columns) / columns * 100;
    const [top, bottom] = [row / rows * 100, Math.min(100, (row + 1) / rows * 100)];
    this.veil.style.setProperty('--columns', columns);
    this.veil.style.setProperty('--rows', rows);
    this.veil.style.clipPath =
      `polygon(${x}% ${top}%, 100% ${top}%, 100% 100%, 0 100%, 0 ${bottom}%, ${x}% ${bottom}%)`;
  }

  zoom(factor, at = this.#middle()) {
    const least = Math.min(this.#fitScale(), 1 / devicePixelRatio);
    const scale = clamp(this.#view.scale * factor, least, MOST);
    const grown = scale / this.#view.scale;
    if (grown === 1) return false;
    this.#fitted = scale <= this.#fitScale();
    this.#view = {
      scale, x: at.x - (at.x - this.#view.x) * grown, y: at.y - (at.y - this.#view.y) * grown,
    };
    this.#place();
    return true;
  }

  fit() {
    this.#fitted = true;
    this.#view.scale = this.#fitScale();
    this.#place();
  }

  /** One pixel of the picture on one of the screen. */
  actual() {
    this.zoom(1 / devicePixelRatio / this.#view.scale);
  }

  #range(label, value, max, listener) {
    return make('input', { class: 'cut', type: 'range', min: 0, max, value, 'aria-label': label, oninput: listener });
  }

  #button(label, path, listener) {
    return make('button', { class: 'round', type: 'button', 'aria-label': label, title: label, onclick: listener }, icon(path));
  }

  #listen() {
    this.cut.max = 1000;
    this.cut.value = 500;
    this.opacity.className = '';
    const area = this.window;
    area.addEventListener('wheel', event => this.#wheel(event), { passive: false });
    area.addEventListener('pointerdown', event => this.#down(event));
    area.addEventListener('pointermove', event => this.#move(event));
    for (const end of ['pointerup', 'pointercancel']) area.addEventListener(end, event => this.#up(event));
    area.addEventListener('dblclick', event => this.#fitted ? this.zoom(3, this.#point(event)) : this.fit());
    new ResizeObserver(() => this.#fitted ? this.fit() : this.#place()).observe(area);
  }

  #measure(width, height) {
    if (this.#size.width === width && this.#size.height === height) return;
    this.#size = { width, height };
    for (const image of [this.before, this.after, this.overlay]) {
      image.style.width = `${width}px`;
      image.style.height = `${height}px`;
    }
    this.window.style.setProperty('--ratio', width / height);
    this.fit();
  }

  #fitScale() {
    const { clientWidth, clientHeight } = this.window;
    return Math.min(clientWidth / this.#size.width, clientHeight / this.#size.height, 8) || 1;
  }

  #middle() {
    return { x: this.window.clientWidth / 2, y: this.window.clientHeight / 2 };
  }

  #point(event) {
    const box = this.window.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** Keeps the picture in the window, and everything on the picture. */
  #place() {
    const view = this.#view;
    const inside = (offset, room, length) => length <= room ? (room - length) / 2 : clamp(offset, room - length, 0);
    const width = this.#size.width * view.scale;
    const height = this.#size.height * view.scale;
    view.x = inside(view.x, this.window.clientWidth, width);
    view.y = inside(view.y, this.window.clientHeight, height);
    const transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
    for (const image of [this.before, this.after, this.overlay]) image.style.transform = transform;
    Object.assign(this.veil.style, {
      left: `${view.x}px`, top: `${view.y}px`, width: `${width}px`, height: `${height}px`,
    });
    this.window.classList.toggle('zoomed-in', !this.#fitted);
    say(this.zoomed, percent(Math.round(view.scale * devicePixelRatio * 100) / 100));
  }

  #showCut() {
    const share = this.cut.value / this.cut.max;
    this.root.style.setProperty('--cut', share);
    this.cut.setAttribute('aria-valuetext', `${percent(share)} before, ${percent(1 - share)} after`);
  }

  #showOpacity() {
    this.overlay.style.opacity = this.opacityField.hidden ? 0 : this.opacity.value / 100;
    this.opacity.setAttribute('aria-valuetext', `${this.opacity.value} %`);
  }

  #showPixels() {
    const pressed = this.pixels.getAttribute('aria-pressed') !== 'true';
    this.pixels.setAttribute('aria-pressed', pressed);
    this.before.classList.toggle('pixelated', pressed);
  }

  #moveCut(share) {
    this.cut.value = clamp(share, 0, 1) * this.cut.max;
    this.#showCut();
  }

  #pan(x, y) {
    this.#view.x += x;
    this.#view.y += y;
    this.#place();
  }

  #wheel(event) {
    const speed = event.ctrlKey ? 0.01 : 0.0016;
    // When there is nothing left to zoom the page may scroll.
    if (this.zoom(Math.exp(-event.deltaY * speed), this.#point(event))) event.preventDefault();
  }

  #down(event) {
    if (event.button !== 0) return;
    const point = this.#point(event);
    this.#pointers.set(event.pointerId, point);
    this.window.setPointerCapture(event.pointerId);
    const divider = this.cut.value / this.cut.max * this.window.clientWidth;
    const onDivider = !this.cut.hidden && (this.#fitted || Math.abs(point.x - divider) < GRIP);
    this.#drag = onDivider ? 'divider' : 'picture';
  }

  #move(event) {
    const before = this.#pointers.get(event.pointerId);
    if (!before) return;
    const now = this.#point(event);
    if (this.#pointers.size === 2) {
      const other = [...this.#pointers].find(([id]) => id !== event.pointerId)[1];
      const distance = point => Math.hypot(point.x - other.x, point.y - other.y) || 1;
      this.zoom(distance(now) / distance(before), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
    } else if (this.#drag === 'divider') {
      this.#moveCut(now.x / this.window.clientWidth);
    } else {
      this.#pan(now.x - before.x, now.y - before.y);
    }
    this.#pointers.set(event.pointerId, now);
  }

  #up(event) {
    this.#pointers.delete(event.pointerId);
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = 48;
    const sideways = direction => this.#fitted && !this.cut.hidden
      ? this.#moveCut(this.cut.value / this.cut.max + direction * 0.02)
      : this.#pan(-direction * step, 0);
    const actions = {
      '+': () => this.zoom(1.25), '=': () => this.zoom(1.25), '-': () => this.zoom(0.8), 0: () => this.fit(), 1: () => this.actual(),
      ArrowLeft: () => sideways(-1), ArrowRight: () => sideways(1),
    };
    if (!this.#fitted) Object.assign(actions, { ArrowUp: () => this.#pan(0, step), ArrowDown: () => this.#pan(0, -step) });
    if (!actions[event.key]) return;
    event.preventDefault();
    actions[event.key]();
  }
}

/** Whether the picture can be seen; waits until that is known. */
async function load(image, url) {
  if (url === null) {
    image.removeAttribute('src');
    image.hidden = true;
    return false;
  }
  if (image.getAttribute('src') !== url) image.src = url;
  if (!image.complete) await new Promise(settled => { image.onload = image.onerror = settled; });
  // Without a size it is a format that this browser cannot draw, such as TIFF.
  image.hidden = image.naturalWidth === 0;
  if (!image.hidden) await image.decode().catch(() => {});
  return !image.hidden;
}
