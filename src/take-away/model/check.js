// On opening: does the model beside this page answer the golden pictures as the app did?
const words = JSON.parse(document.querySelector('#words').textContent);
const verdict = document.querySelector('#verdict');
/** How far a probability may be from the app’s: the weights here have two bytes each. */
const CLOSE = 0.005;

/**
 * @param golden what golden.json says; @param urlOf from a path in the folder to where it can be
 * loaded from
 */
async function check(classify, golden, urlOf) {
  let furthest = 0;
  for (const { file, scores } of golden) {
    const picture = new Image();
    picture.src = urlOf(file);
    await picture.decode();
    const answers = await classify(picture);
    for (const { label, probability } of scores) {
      const here = answers.find((answer) => answer.label === label)?.probability ?? 0;
      furthest = Math.max(furthest, Math.abs(here - probability));
    }
  }
  const same = furthest < CLOSE;
  verdict.dataset.same = String(same);
  verdict.dataset.furthest = String(furthest);
  verdict.textContent = same ? words.same : words.different;
}

async function checkFolder() {
  const golden = await fetch('golden.json');
  await check(await loadClassifier('.'), await golden.json(), (file) => file);
}

/** Opened from the disk, a page can't read what lies beside it: a person gives it the files. */
async function checkFiles(files) {
  const fileOf = (path) => [...files].find(({ name }) => name === path.split('/').pop());
  const read = async (path) => JSON.parse(await fileOf(path).text());
  const model = await tf.loadLayersModel(
    tf.io.browserFiles([fileOf('model.json'), fileOf('weights.bin')]),
  );
  const urlOf = (path) => URL.createObjectURL(fileOf(path));
  await check(classifierOf(model, await read('metadata.json')), await read('golden.json'), urlOf);
}

const failed = (error) => {
  verdict.dataset.same = 'false';
  verdict.textContent = `${words.failed} ${error.message}`;
};

if (location.protocol === 'file:') {
  const chooser = document.querySelector('#chooser');
  chooser.hidden = false;
  verdict.textContent = words.choose;
  chooser.querySelector('input').addEventListener('change', ({ currentTarget }) => {
    checkFiles(currentTarget.files).catch(failed);
  });
} else {
  checkFolder().catch(failed);
}
