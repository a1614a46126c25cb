/** Texts to try, each for what makes it easy or hard. */
import { find, make } from "./dom.ts";
import type { Phrase } from "./say.ts";

const EXAMPLES: readonly (readonly [name: Phrase, text: string])[] = [
  [["Praise", "称賛"], "スタッフの対応が丁寧で、また泊まりたいと思いました。"],
  [["Complaint", "不満"], "買って三日で壊れました。問い合わせても返事がなく、がっかりです。"],
  [["Both", "長所と短所"], "料理は最高だったのに、店員の態度で台無しになった。"],
  [["Negation", "否定"], "期待していなかったけれど、悪くないどころか大満足でした！"],
  [["Irony", "皮肉"], "さすが人気店、水が出てくるまで三十分も待たせてくれました。"],
  [
    ["A review", "レビュー"],
    "駅から近いと聞いて、家族で一泊しました。フロントの方はとても親切で、子どもにも声をかけてくださいました。ただ、夕食の席に案内されるまで四十分も待たされたのは残念でした。料理は温かく、特に魚の煮つけは絶品でした。\n大浴場は少し狭いものの、また行きたいと思える宿でした。",
  ],
];

/** @param choose takes the text of the example that was chosen */
export function connectExamples(choose: (text: string) => void): void {
  const items = EXAMPLES.map(([name, text]) => {
    const button = make("button", { type: "button" }, name);
    button.addEventListener("click", () => choose(text));
    return make("li", {}, button);
  });
  find("examples", HTMLElement).replaceChildren(...items);
}
