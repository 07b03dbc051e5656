// The comparing of hours of pictures, aside from what answers people.
import { parentPort, workerData } from 'node:worker_threads';
import { alignSlides, type GreyPictures } from './align-slides.ts';

const { frames, slides } = workerData as { frames: GreyPictures; slides: GreyPictures };
parentPort?.postMessage(alignSlides(frames, slides));
