/**
 * Whether a Japanese text negates something, by its written form alone: first
 * what looks like a negation and is none (adjectives such as つまらない,
 * 必ず, なければならない) is taken out by its stem, so that つまらなくない still
 * leaves its second ない; then the forms of ない, ません, ず, ぬ and of spoken
 * ん and ねえ are looked for. What is negative by meaning alone (嫌い, 不便) does
 * not count.
 */

/** Adjectives that end in ない and have lost its meaning; without their ending. */
const ADJECTIVE_STEMS = [
  "つまら",
  "くだら|下ら",
  "たまら|堪ら",
  "すく|少",
  "あぶ|危",
  "きた|汚",
  "せつ|切",
  "おさ|幼",
  "つた|拙",
  "はか|儚",
  "えげつ",
  "あどけ",
  "あっけ|呆気",
  "いたいけ",
  "おとなげ|大人気|大人げ",
  "おぼつか",
  "かたじけ",
  "ぎこち",
  "さりげ|さり気",
  "しょうが|しょうも|しようが|仕様が|しかた(?:が)?|仕方(?:が)?",
  "すげ",
  "せわし",
  "そっけ|素っ気",
  "だらし(?:が)?",
  "とんでも",
  "なさけ|情け",
  "なにげ|何気",
  "はした",
  "はんぱ|半端(?:じゃ)?|ハンパ(?:じゃ)?",
  "ふがい|不甲斐",
  "みっとも",
  "もうしわけ|申し訳|申しわけ",
  "もったい|勿体",
  "ものたり|物足り",
  "やるせ",
  "味気",
  "頼り",
  "心許|心もと",
  "限り",
  "(?:間)?違い|まちがい|にちがい",
  "かもしれ|かも知れ",
  "(?:に)?(?:すぎ|過ぎ)",
  "てなら",
  "ざるを得|ざるをえ",
  "やむを得|やむをえ|止むを得",
  "ずにはいられ|ずにいられ",
  "にほかなら|に他なら",
  "この上|申し分|なん(?:と)?|何と|それと|(?:間も|まも)|(?:ほど|程)",
];

/** Of adjectives, and of the verb forms that stand in their place. */
const ADJECTIVE_ENDINGS =
  "な(?:い|く|かっ|けれ|けりゃ|さ|げ|し)|ね[えぇー]|[んぬ]|ませ[んぬ]|ありません|ございません|無(?:い|く|かっ|し)";

const NO_NEGATIONS = [
  `(?:${ADJECTIVE_STEMS.join("|")})(?:${ADJECTIVE_ENDINGS})`,
  "(?:す[みいん]|済み)ません|すまん",
  // What must be done is affirmed.
  "(?:な(?:けれ|けりゃ)ば|なきゃ|なくちゃ|なくて(?:は|も)?|ないと)[、,]?(?:なら|いけ|だめ|ダメ|駄目|あか)(?:な(?:い|かっ|く)|ません|ん)?",
  "(?:なきゃ|なくちゃ)(?!よか|良か)",
  // It is gone, or somebody loses it: a verb of its own.
  "(?<=^|[がはもをとてど、。\\s])(?:なく|無く)(?:な[らりるれろっ]|[しさすせそ])",
  "亡くな|無くな|失くし|無くし",
  "必ずし?|かならず|とりあえず|取り(?:あえ|敢え)ず|相変わらず|あいかわらず|思わず|おもわず|思わぬ|ひとまず|少なからず|絶えず|知らず知らず|変わらず|残らず|問わず|のみならず|(?:関|かか)わらず|図らず|言わずもがな",
];

const NOT_BEFORE_NAI = "(?<![こそあど]ん|みたい|よう|いろん|的|[大小]き|小さ|おおき|ちいさ)";
const BREAK = "(?:[、。,.!?…」』)\\s]|$)";

const NEGATIONS = [
  `${NOT_BEFORE_NAI}ない(?!い|しょ|がし)`,
  "な(?:かっ|かろ|けれ|けりゃ)|なさ(?=そう|すぎ|過ぎ)",
  "な(?:きゃ|くちゃ)(?:よか|良か)",
  "なく(?!せ|らい|さ(?:い|れ)|だ)",
  "無(?:い|く|かっ|けれ)|(?<!台)無し",
  "(?<=[\\p{Script=Han}\\p{Script=Katakana}ー])(?<!見)なし(?!遂|とげ|て|た)",
  "ませ[んぬ]|まへん",
  `(?:[わかがさたなばらせけげてねべめれえきぎちにびみりい]|(?<=[見来出着得寝似経]))ず(?:に(?!は)|とも|じまい|(?=[(\\p{Script=Han}])|${BREAK})`,
  "せず|まずに",
  "(?:\\p{Script=Han}[からわまがさたばえけせてねべめれきちみり]|なら|でき|せ)ぬ(?![ぐるれのすきけくいめらり])",
  "[えかがさたなばまらわせけべめれ]へん(?![なにでじ])|あかん|できひん",
  `(?:わか|分か|判|知|足|要|当た|変わ)らん|足りん|ならん(?![でだ])|せん(?=[でわか]?${BREAK})`,
  "ゃね[えぇー]|くね[えぇー]|(?<!か)らね[えぇー]|(?<!ね)えね[えぇー]|わかんね[えぇー]",
  `(?:[くすつぬむぶぐけ]|(?<!ふ|振)る)まい(?=[とか]|${BREAK})|ざる(?=を|${BREAK})`,
];

const NO_NEGATION = new RegExp(NO_NEGATIONS.join("|"), "gmu");
const NEGATION = new RegExp(NEGATIONS.join("|"), "mu");

/** Whether the text negates something. */
export function hasNegation(text: string): boolean {
  return NEGATION.test(text.replaceAll(NO_NEGATION, "〓"));
}
