// Where things of a picture lie on the canvas over it; all in pixels, without drawing anything.

const MARGIN = 4;
const LABEL_HEIGHT = 28;

// The size of a picture whose longest side must not be longer than that.
export function within(longest, width, height) {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

// A picture of width x height is fitted into what is shown as object-fit: contain does, or mirrored.
export class Fit {
  constructor(width, height, shown, mirrored) {
    this.width = width;
    this.mirrored = mirrored;
    this.scale = Math.min(shown.width / width, shown.height / height);
    this.left = (shown.width - width * this.scale) / 2;
    this.top = (shown.height - height * this.scale) / 2;
  }

  x(value) {
    return this.left + (this.mirrored ? this.width - value : value) * this.scale;
  }

  y(value) {
    return this.top + value * this.scale;
  }

  box({ left, top, width, height }) {
    return {
      left: this.x(this.mirrored ? left + width : left),
      top: this.y(top),
      width: width * this.scale,
      height: height * this.scale,
    };
  }
}

// A place for a label of some width: above the face, or wherever it covers none of those taken.
export function labelPlace({ left, top, width, height }, labelWidth, shown, taken) {
  const above = top - 34;
  const below = top + height + 6;
  const rightAligned = left + width - labelWidth;
  const candidates = [
    [left, above],
    [left, below],
    [rightAligned, above],
    [rightAligned, below],
    [left, top - 66],
    [left, top + height + 38],
  ].map(([candidateLeft, candidateTop]) => ({
    left: Math.max(MARGIN, Math.min(shown.width - labelWidth - MARGIN, candidateLeft)),
    top: Math.max(MARGIN, Math.min(shown.height - LABEL_HEIGHT - MARGIN, candidateTop)),
    width: labelWidth,
  }));
  return (
    candidates.find((place) => taken.every((other) => apart(place, other))) ?? {
      left: Math.max(MARGIN, left),
      top: Math.max(MARGIN, above),
      width: labelWidth,
    }
  );
}

function apart(a, b) {
  return (
    a.left > b.left + b.width ||
    b.left > a.left + a.width ||
    a.top > b.top + LABEL_HEIGHT ||
    b.top > a.top + LABEL_HEIGHT
  );
}

// The cells of a map of attention, each with its weight and four corners in the picture. The map's own
// corners are its origin, its right end and its lower end: it is turned as the face is.
export function cells({ corners, rows, columns, weights }) {
  const [[ox, oy], [rx, ry], [dx, dy]] = corners;
  const across = [(rx - ox) / columns, (ry - oy) / columns];
  const down = [(dx - ox) / rows, (dy - oy) / rows];
  const corner = (column, row) => [
    ox + column * across[0] + row * down[0],
    oy + column * across[1] + row * down[1],
  ];
  return weights.map((weight, index) => {
    const row = Math.floor(index / columns);
    const column = index % columns;
    return {
      weight,
      corners: [
        corner(column, row),
        corner(column + 1, row),
        corner(column + 1, row + 1),
        corner(column, row + 1),
      ],
    };
  });
}
