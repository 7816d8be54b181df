// The server's faces as the page shows them: {track, name, box, label, scores, confidence, reasons}.

// Photos have no tracks: their faces are counted. What the model says of each is in the face itself.
export function photoFaces(result) {
  return result.faces.map((face, index) => shown(face, index + 1, face));
}

// Frames have tracks, and scores that are smoothed over time.
export function liveFaces(result) {
  return result.faces.map((face) => shown(face, face.track, face.smoothed));
}

function shown(face, track, scores) {
  return {
    track,
    name: `${track}`,
    box: face.box,
    label: scores.emotion,
    scores,
    confidence: Math.max(...Object.values(scores.probabilities)),
    reasons: face.quality.reasons,
  };
}
