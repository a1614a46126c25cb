/** Puts the parts together: what is typed goes to the questioner, what it tells goes to the panels. */
import { Announcer } from "./announcer.ts";
import { AnswerPanel } from "./answer-panel.ts";
import { connectAppearance } from "./appearance.ts";
import { keepChoice, readChoice } from "./choices.ts";
import { CodePanel } from "./code-panel.ts";
import { fill, find } from "./dom.ts";
import { connectExamples } from "./examples.ts";
import { type Entry, History } from "./history.ts";
import { KeyForm } from "./key-form.ts";
import { lookUp } from "./labels.ts";
import { ModelCard } from "./model-card.ts";
import { ModelLoader } from "./model-loader.ts";
import { writeCount, writePercent } from "./numbers.ts";
import { describeDelay, describeProblem, describeTooLong } from "./problem-words.ts";
import { type Event as Told, Questioner } from "./questioner.ts";
import { ReadingPanel } from "./reading-panel.ts";
import { Service } from "./service.ts";
import { KEY_NEEDED, StatusLine } from "./status-line.ts";

connectAppearance();

const service = new Service();
const announcer = new Announcer();
const answerPanel = new AnswerPanel();
const readingPanel = new ReadingPanel();
const modelCard = new ModelCard();
const codePanel = new CodePanel();
const text = find("text", HTMLTextAreaElement);
const result = find("result", HTMLElement);
const words = find("words", HTMLInputElement);
words.checked = readChoice("words") !== "false";

/** From the newest question to its verdict; the words come later. */
let verdictMs: number | null = null;
let askedMs = 0;
let latest: Entry | null = null;

const questioner = new Questioner({
  ask: (question, signal) => service.ask(question, signal),
  tell: showEvent,
  clock: { now: Date.now, after: startTimer },
  random: Math.random,
  explains: words.checked,
});
const statusLine = new StatusLine(() => questioner.hurry());
const history = new History(openEntry);
const keyForm = new KeyForm((key) => {
  service.useKey(key);
  text.focus();
  questioner.hurry();
  void loader.load();
});
const loader = new ModelLoader({
  service,
  needKey: showKeyNeeded,
  show: (facts) => {
    keyForm.hide();
    modelCard.show(facts);
    if (latest === null) answerPanel.showLabels(facts.labels);
    else answerPanel.show(latest.answer, latest.text, facts);
    showLength();
  },
});

text.addEventListener("input", (event) => {
  // What an input method has not made into words yet is not asked about.
  if (!(event instanceof InputEvent && event.isComposing)) takeText({ pause: true });
});
text.addEventListener("compositionend", () => takeText({ pause: true }));
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) takeText({ pause: false });
});
words.addEventListener("change", () => {
  keepChoice("words", String(words.checked));
  result.classList.toggle("plain-words", !words.checked);
  questioner.setExplains(words.checked);
});
result.classList.toggle("plain-words", !words.checked);
connectExamples((example) => {
  text.value = example;
  takeText({ pause: false });
});
addEventListener("online", () => questioner.hurry());

showLength();
statusLine.showIdle();
void loader.load();
// Someone may have been faster than the script.
if (text.value.trim() !== "") takeText({ pause: false });

function takeText({ pause }: { readonly pause: boolean }): void {
  announcer.hush();
  showAge();
  showLength();
  const limit = loader.facts?.limits.textUnits ?? Number.POSITIVE_INFINITY;
  if (text.value.length > limit) refuseLocally(limit);
  else questioner.take(text.value, { pause });
}

/** Spares the service a long body that it would not take. */
function refuseLocally(limit: number): void {
  questioner.forget();
  showNothing();
  statusLine.showTooLong(limit);
  announcer.announce(describeTooLong(limit));
}

function showEvent(event: Told): void {
  switch (event.kind) {
    case "idle":
      showNothing();
      return statusLine.showIdle();
    case "asking":
      askedMs = performance.now();
      return statusLine.showAsking(event.question);
    case "answered":
      return showAnswer(event);
    case "waiting":
      announcer.announce(describeDelay(event.delay));
      return statusLine.showWait(event.delay, event.untilMs);
    case "refused":
      return showRefusal(event);
    case "key-needed":
      return showKeyNeeded();
  }
}

function showNothing(): void {
  latest = null;
  showAge();
  readingPanel.hide();
  answerPanel.showLabels(loader.facts?.labels ?? []);
}

function showAnswer({ question, answer, isFinal }: Extract<Told, { kind: "answered" }>): void {
  if (!question.explain) verdictMs = performance.now() - askedMs;
  statusLine.showAnswer(answer, verdictMs);
  showEntry({ text: question.text, answer });
  loader.refresh(answer.model.manifestSha256);
  if (isFinal) settle({ text: question.text, answer });
}

function showEntry(entry: Entry): void {
  latest = entry;
  showAge();
  answerPanel.show(entry.answer, entry.text, loader.facts);
  readingPanel.show(entry.text, entry.answer);
}

/** The last word on a text. */
function settle(entry: Entry): void {
  history.add(entry);
  const { label, score, scores, abstained } = entry.answer;
  const { name } = lookUp(label, Object.keys(scores));
  if (abstained) announcer.announce(["Not sure.", "判断できません。"]);
  else announcer.announce(name, writePercent(score));
}

/** Where only the words could not be weighed, the verdict stands. */
function showRefusal({ question, problem }: Extract<Told, { kind: "refused" }>): void {
  if (question.explain && latest !== null) {
    statusLine.showAnswer(latest.answer, verdictMs);
    readingPanel.showTooLong();
    return settle(latest);
  }
  showNothing();
  statusLine.showProblem(problem);
  announcer.announce(describeProblem(problem));
}

function showKeyNeeded(): void {
  statusLine.showKeyNeeded();
  announcer.announce(KEY_NEEDED);
  codePanel.askForKey();
  keyForm.show(service.hasKey());
}

/** Asks again only for what the entry lacks. */
function openEntry(entry: Entry): void {
  questioner.forget();
  verdictMs = null;
  text.value = entry.text;
  text.focus();
  showLength();
  showEntry(entry);
  statusLine.showAnswer(entry.answer, null);
  if (words.checked && entry.answer.explain === undefined) takeText({ pause: false });
}

/** Fades what is shown of a text that has been changed since. */
function showAge(): void {
  result.classList.toggle("stale", latest !== null && latest.text !== text.value);
}

function showLength(): void {
  const limit = loader.facts?.limits.textUnits;
  const length = writeCount(text.value.length);
  fill(
    find("length", HTMLElement),
    limit === undefined ? length : `${length} / ${writeCount(limit)}`,
  );
}

function startTimer(ms: number, work: () => void): () => void {
  const timer = setTimeout(work, Math.max(0, ms));
  return () => clearTimeout(timer);
}
