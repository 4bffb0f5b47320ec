// npm install @tensorflow/tfjs, and the model's folder in what your server serves. Then:
//   <Classifier folder="/my-model" src="/cat.jpg" />
import * as tf from '@tensorflow/tfjs';
import { useEffect, useState } from 'react';

/** A picture, and under it what it is. */
export function Classifier({ folder, src }) {
  const [classifier, setClassifier] = useState();
  const [picture, setPicture] = useState();
  const [answers, setAnswers] = useState([]);
  const [problem, setProblem] = useState();

  useEffect(() => {
    let wanted = true;
    loadClassifier(folder).then((loaded) => wanted && setClassifier(loaded), setProblem);
    return () => {
      wanted = false;
    };
  }, [folder]);

  useEffect(() => {
    if (!classifier || !picture) return;
    let wanted = true;
    classify(classifier, picture).then((found) => wanted && setAnswers(found), setProblem);
    return () => {
      wanted = false;
    };
  }, [classifier, picture]);

  return (
    <figure>
      <img
        src={src}
        alt=""
        onLoad={({ currentTarget }) => createImageBitmap(currentTarget).then(setPicture)}
      />
      <figcaption>
        {problem && `It could not be loaded: ${problem.message}`}
        {answers.map(({ label, probability }) => (
          <div key={label}>
            {label}: {(100 * probability).toFixed(1)} %
          </div>
        ))}
      </figcaption>
    </figure>
  );
}

async function loadClassifier(folder) {
  const [model, answer] = await Promise.all([
    tf.loadLayersModel(`${folder}/model.json`),
    fetch(`${folder}/metadata.json`),
  ]);
  return { model, ...(await answer.json()) };
}

/** The classes of a picture, likeliest first. It sees the middle square, on white. */
async function classify({ model, labels, imageSize: size }, picture) {
  const canvas = new OffscreenCanvas(size, size);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const { width, height } = picture;
  const side = Math.min(width, height);
  context.imageSmoothingQuality = 'high';
  context.fillStyle = 'white';
  context.fillRect(0, 0, size, size);
  context.drawImage(picture, (width - side) / 2, (height - side) / 2, side, side, 0, 0, size, size);
  const pixels = context.getImageData(0, 0, size, size);
  const output = tf.tidy(() =>
    model.predict(tf.browser.fromPixels(pixels).toFloat().div(127).sub(1).expandDims()),
  );
  const probabilities = await output.data();
  output.dispose();
  return labels
    .map((label, i) => ({ label, probability: probabilities[i] }))
    .sort((a, b) => b.probability - a.probability);
}
