/** WRIME's file of version 2, with posts of one's own. */
const EMOTIONS = [
  "Joy",
  "Sadness",
  "Anticipation",
  "Surprise",
  "Anger",
  "Fear",
  "Disgust",
  "Trust",
];
const JUDGES = ["Writer", "Reader1", "Reader2", "Reader3", "Avg. Readers"];

export const WRIME_HEADER = [
  "Sentence",
  "UserID",
  "Datetime",
  "Train/Dev/Test",
  ...JUDGES.flatMap((judge) => [...EMOTIONS, "Sentiment"].map((emotion) => `${judge}_${emotion}`)),
].join("\t");

export interface WrimePost {
  /** Quoted as a field of the file. */
  readonly text: string;
  readonly user: string;
  readonly split: string;
  /** Sentiment, -2 to 2. */
  readonly writer: number;
  readonly readers: number;
}

export function makeWrimeFile(posts: readonly WrimePost[], header = WRIME_HEADER): string {
  return [header, ...posts.map(writePost), ""].join("\n");
}

function writePost({ text, user, split, writer, readers }: WrimePost): string {
  const judgements = JUDGES.flatMap((judge) => {
    const sentiment = judge === "Writer" ? writer : judge === "Avg. Readers" ? readers : 0;
    return [...EMOTIONS.map(() => 1), sentiment];
  });
  return [text, user, "2019/05/11 15:35", split, ...judgements].join("\t");
}
