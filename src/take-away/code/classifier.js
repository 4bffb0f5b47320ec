// Needs tf.min.js, which is TensorFlow.js, before it. In a page:
//   const classify = await loadClassifier('my-model');
//   const [best] = await classify(document.querySelector('img'));

/** Loads the model in a folder, which is served with the page. */
async function loadClassifier(folder) {
  const model = await tf.loadLayersModel(`${folder}/model.json`);
  const answer = await fetch(`${folder}/metadata.json`);
  return classifierOf(model, await answer.json());
}

/** Gives a function from an <img>, <video> or <canvas> to the classes, likeliest first. */
function classifierOf(model, { labels, imageSize: size }) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.imageSmoothingQuality = 'high';

  return async function classify(picture) {
    const width = picture.videoWidth || picture.naturalWidth || picture.width;
    const height = picture.videoHeight || picture.naturalHeight || picture.height;
    const side = Math.min(width, height); // It sees the middle square, on white.
    context.fillStyle = 'white';
    context.fillRect(0, 0, size, size);
    context.drawImage(
      picture,
      (width - side) / 2,
      (height - side) / 2,
      side,
      side,
      0,
      0,
      size,
      size,
    );
    const output = tf.tidy(() => {
      const pixels = tf.browser.fromPixels(canvas).toFloat();
      return model.predict(pixels.div(127).sub(1).expandDims());
    });
    const probabilities = await output.data();
    output.dispose();
    return labels
      .map((label, i) => ({ label, probability: probabilities[i] }))
      .sort((a, b) => b.probability - a.probability);
  };
}
