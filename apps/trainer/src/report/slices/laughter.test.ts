import { expect, test } from "vitest";

import { hasLaughter } from "./laughter.ts";

test.each([
  "面白いw",
  "すごいwwwww",
  "これはひどいｗｗｗ",
  "まじか!ww 最高",
  "ちょw待って",
  "笑った w",
  "wwwww",
  "www面白い",
  "100点www",
  "OKwww",
  "強いWWW",
  "最高(笑)",
  "最高（笑）",
  "やられた(爆笑)",
  "そう(w)",
  "楽しい笑",
  "楽しい笑。また行く",
  "笑笑",
  "それは草",
  "草",
  "普通に草",
  "草生える",
  "負けてて草www",
  "最高w\n次の行",
])("%s laughs", (text) => {
  expect(hasLaughter(text)).toBe(true);
});

test.each([
  "面白い",
  "new window",
  "WiFiが速い",
  "無料wifiあり",
  "無料ｗｉｆｉあり",
  "wi-fiなし",
  "W杯を見た",
  "Wチーズ",
  "60Wの電球",
  "5w",
  "朝食w/コーヒー",
  "www.example.com を見た",
  "https://www.example.com/wwww",
  "@wwに聞いた",
  "ewwww",
  "笑顔がいい",
  "笑う人",
  "爆笑した",
  "大笑いした",
  "苦笑",
  "微笑",
  "草原を歩く",
  "雑草だらけ",
  "庭の草",
  "草津の湯",
  "煙草の匂い",
  "",
])("%s does not", (text) => {
  expect(hasLaughter(text)).toBe(false);
});
