/** Made from the files beside this one: `npm run page`. */

/** The whole document. */
export const HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<title data-en="Kanjo: sentiment of Japanese texts" data-ja="Kanjo：日本語の感情分析">
Kanjo: sentiment of Japanese texts
</title>
<meta
name="description"
content="Write Japanese and see whether it is positive or negative, word by word."/>
<link
rel="icon"
href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%230b62a4'/%3E%3Cpath d='M4 11l3-4 2 2 3-5' fill='none' stroke='white' stroke-width='1.6'/%3E%3C/svg%3E"/>
<style>:root{color-scheme:light dark;--paper: light-dark(#fdfdfb, #14171b);--raised: light-dark(#f4f4f0,
#1d2127);--ink: light-dark(#1c2127, #e4e6e9);--soft: light-dark(#555d68, #a4acb6);--rule: light-dark(#d9dbd8,
#343a42);--strong-rule: light-dark(#7b828c, #79818c);--accent: light-dark(#0b5c99, #78b8f2);--warm:
light-dark(#a8420a, #ff9f6b);--mono: ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace;
font-family:system-ui,-apple-system,Segoe UI,Hiragino Sans,Hiragino Kaku Gothic ProN,Yu Gothic UI,Yu
Gothic,Noto Sans JP,Noto Sans CJK JP,Meiryo,sans-serif;font-size:100%;line-height:1.6;-webkit-text-size-adjust:100%}
:root[data-theme=light]{color-scheme:light}:root[data-theme=dark]{color-scheme:dark}:root:not([lang=ja])
span[lang=ja],:root[lang=ja] span[lang=en]{display:none}*{box-sizing:border-box}[hidden]{display:none!important}
body{margin:0 auto;max-width:72rem;padding:0 1.25rem 3rem;background:var(--paper);color:var(--ink);
overflow-wrap:anywhere}:lang(ja){line-break:strict;word-break:auto-phrase}bdi{unicode-bidi:isolate}
a{color:var(--accent);text-underline-offset:.2em}:focus-visible{outline:2px solid var(--accent);
outline-offset:2px}h1,h2{margin:0;line-height:1.25;font-weight:650;text-wrap:balance}h1{font-size:clamp(1.75rem,1.3rem
+ 2vw,2.5rem);letter-spacing:-.015em}h2{font-size:1.5rem;letter-spacing:-.01em}main>section>h2,main>
section>.headed:first-child{padding-top:1.25rem;border-top:2px solid var(--ink)}p,ul,ol,dl,dd{margin:0;
padding:0}ul,ol{list-style:none}header{padding:1.25rem 0 2rem}header>*+h1,header>h1+p{margin-top:.35rem}
main>section{margin-top:3.5rem}section>*+*{margin-top:1.25rem}footer{margin-top:3.5rem;padding-top:1rem;
border-top:1px solid var(--rule);color:var(--soft);font-size:.875rem}.eyebrow{color:var(--soft);
font-size:.875rem;letter-spacing:.04em}.lead{max-width:44rem;font-size:1.1875rem;line-height:1.5;
text-wrap:pretty}@media(max-width:40rem){header{padding-bottom:1.25rem}.lead{font-size:1.0625rem}}
.note{max-width:44rem;color:var(--soft);font-size:.875rem;text-wrap:pretty}.headed{display:flex;
flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5rem 1rem}code,pre{font-family:var(--mono);
font-size:.8125rem}pre{overflow-x:auto;margin-bottom:0;padding:1rem;border:1px solid var(--rule);
background:var(--raised);line-height:1.5;overflow-wrap:normal;word-break:normal}.unseen{position:absolute;
width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}.skip{position:absolute;
left:-100vw;padding:.5rem 1rem;background:var(--paper)}.skip:focus{left:1rem;top:.5rem;z-index:1}
.controls{display:flex;flex-wrap:wrap;justify-content:flex-end;gap:.5rem .75rem;margin-bottom:1.5rem}
.choice{display:flex;margin:0;padding:0;border:1px solid var(--strong-rule);border-radius:.375rem}
.choice label{position:relative;padding:.3rem .7rem;font-size:.8125rem;line-height:1.4;cursor:pointer}
.choice label+label{border-left:1px solid var(--strong-rule)}.choice input{position:absolute;inset:0;
margin:0;opacity:0;cursor:pointer}.choice label:has(:checked){background:var(--ink);color:var(--paper)}
.choice label:has(:focus-visible){outline:2px solid var(--accent);outline-offset:2px;z-index:1}button{
padding:.3rem .8rem;border:1px solid var(--strong-rule);border-radius:1rem;background:none;color:inherit;
font:inherit;font-size:.875rem;line-height:1.4;cursor:pointer}button:hover{border-color:var(--ink);
background:var(--raised)}.check{display:flex;align-items:baseline;gap:.5rem;width:fit-content;font-size:.875rem;
cursor:pointer}.check input{margin:0;accent-color:var(--accent);translate:0 .1em}@media(pointer:coarse){
.choice label{padding:.5rem .8rem}button{padding:.5rem .9rem;border-radius:1.25rem}.check{padding:.4rem
0}}@media(forced-colors:active){.choice label:has(:checked){background:SelectedItem;color:SelectedItemText;
forced-color-adjust:none}}.try{display:grid;grid-template-columns:minmax(0,1fr);gap:1.75rem 3rem}
.ask>*+*{margin-top:.75rem}.ask h2,.result h2{color:var(--soft);font-size:.875rem;font-weight:500;
letter-spacing:0}.ask>h2+textarea{margin-top:.35rem}textarea,#key{border:1px solid var(--strong-rule);
border-radius:.375rem;background:var(--paper);color:var(--ink);font:inherit}textarea{display:block;
width:100%;min-height:7.5rem;max-height:min(24rem,40vh);padding:.75rem .9rem;font-size:1.0625rem;
line-height:1.75;field-sizing:content;resize:vertical}textarea:lang(ja){word-break:normal}.under{
display:flex;justify-content:space-between;gap:.25rem 1.5rem;min-height:1.6em;color:var(--soft);
font-size:.875rem;font-variant-numeric:tabular-nums}.ask>.under{margin-top:.4rem}#status{display:flex;
flex-wrap:wrap;align-items:baseline;gap:.25rem .6rem}#status[data-kind=failed]{color:var(--warm)}
#status .title{flex-basis:100%;color:var(--soft);font-size:.8125rem}#length{flex:none}#key-form{
display:flex;flex-wrap:wrap;align-items:center;gap:.5rem .75rem;padding:.9rem 1rem;border:1px solid
var(--rule);border-left:3px solid var(--warm);background:var(--raised);font-size:.9375rem}#key-note{
flex-basis:100%}#key{flex:1 1 8rem;min-width:0;padding:.35rem .6rem}.chips{display:flex;flex-wrap:wrap;
gap:.5rem}.ask>.chips{margin-top:.4rem}@media(min-width:60rem){textarea{min-height:10rem;font-size:1.125rem}
.try{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}.ask{position:sticky;top:1rem;align-self:start}}
:root{--tone-positive: light-dark(#0b5c99, #78b8f2);--tone-negative: light-dark(#b4480c, #ff9f6b);
--tone-neutral: light-dark(#555d68, #a4acb6);--tone-other-0: light-dark(#84359b, #d9a1ec);--tone-other-1:
light-dark(#0f6b50, #5fd3aa);--tone-other-2: light-dark(#7a5c00, #e0c050);--tone-other-3: light-dark(#a31a58,
#ff93c0);--tone-other-4: light-dark(#006a78, #5fd0dc)}.tone-positive{--tone: var(--tone-positive)}
.tone-negative{--tone: var(--tone-negative)}.tone-neutral{--tone: var(--tone-neutral)}.tone-other-0{
--tone: var(--tone-other-0)}.tone-other-1{--tone: var(--tone-other-1)}.tone-other-2{--tone: var(--tone-other-2)}
.tone-other-3{--tone: var(--tone-other-3)}.tone-other-4{--tone: var(--tone-other-4)}.sign{margin-right:.4em;
color:var(--tone);font-size:.8em}.value,.score{font-variant-numeric:tabular-nums}.result.stale{opacity:.9;
filter:grayscale(1);transition:.2s .5s;transition-property:opacity,filter}.result>*+*{margin-top:2rem}
.answer>*+*{margin-top:.75rem}.answer>h2+#verdict{margin-top:.1rem}#verdict{display:flex;flex-wrap:wrap;
align-items:baseline;gap:0 .9rem;font-size:2rem;font-weight:650;line-height:1.3;letter-spacing:-.015em}
#verdict .score{font-weight:400}.answer[data-kind=empty] #verdict{color:var(--soft);font-weight:400}
#scores li{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:.1rem 1rem;padding:.4rem 0}
#scores .value{text-align:right}.bar{grid-column:1 / -1;height:.625rem;overflow:hidden;border-radius:.3125rem;
background:var(--raised);box-shadow:inset 0 0 0 1px var(--rule)}.bar:before{content:"";display:block;
width:calc(100% * var(--share));height:100%;background:var(--tone)}#remarks p{padding:.6rem 0 .6rem
.9rem;border-left:3px solid var(--warm);font-size:.9375rem;text-wrap:pretty}#remarks p+p{margin-top:.5rem}
@media(forced-colors:active){.bar:before{background:CanvasText;forced-color-adjust:none}}[data-for=positive]{
--for: var(--tone-positive)}[data-against=positive]{--against: var(--tone-positive)}[data-for=negative]{
--for: var(--tone-negative)}[data-against=negative]{--against: var(--tone-negative)}[data-for=neutral]{
--for: var(--tone-neutral)}[data-against=neutral]{--against: var(--tone-neutral)}[data-for=other-0]{
--for: var(--tone-other-0)}[data-against=other-0]{--against: var(--tone-other-0)}[data-for=other-1]{
--for: var(--tone-other-1)}[data-against=other-1]{--against: var(--tone-other-1)}[data-for=other-2]{
--for: var(--tone-other-2)}[data-against=other-2]{--against: var(--tone-other-2)}[data-for=other-3]{
--for: var(--tone-other-3)}[data-against=other-3]{--against: var(--tone-other-3)}[data-for=other-4]{
--for: var(--tone-other-4)}[data-against=other-4]{--against: var(--tone-other-4)}[data-against=any]{
--against: var(--strong-rule)}.reading>*+*{margin-top:.75rem}#sentences li{padding:.6rem 0;border-top:1px
solid var(--rule)}#sentences li:last-child{border-bottom:1px solid var(--rule)}.verdict{display:flex;
flex-wrap:wrap;align-items:baseline;gap:0 .6rem;font-size:.875rem}.verdict .value{color:var(--soft)}
.doubt{padding:0 .5rem;border:1px dashed currentcolor;border-radius:1rem;color:var(--soft);font-size:.8125rem}
.words{font-size:1.0625rem;line-height:1.9;white-space:pre-wrap}mark{padding:.1em 0;background:none;
color:inherit}[class^=for-]{border-bottom:2px solid var(--for);background:color-mix(in oklab,var(--for)
var(--weight),var(--paper))}[class^=against-]{border-bottom:2px dotted var(--against);background:color-mix(in
oklab,var(--against) var(--weight),var(--paper))}.for-1,.against-1{--weight: 10%}.for-2,.against-2{
--weight: 22%}.for-3,.against-3{--weight: 36%}.plain-words .words mark{border:0;background:none}
.plain-words :is(.legend,.strongest){display:none}.legend{display:flex;flex-wrap:wrap;gap:.25rem
1rem;font-size:.875rem}.legend mark{padding:0 .4rem}.about{color:var(--soft);font-size:.8125rem}
.strongest ul{display:flex;flex-wrap:wrap;gap:.35rem 1.25rem;margin-top:.25rem}.strongest .value{
margin-left:.4rem;color:var(--soft);font-size:.875rem}#history-list{max-height:22rem;overflow-y:auto;
border-block:1px solid var(--rule)}#history-list li+li{border-top:1px solid var(--rule)}#history-list
button{display:grid;grid-template-columns:minmax(0,1fr);gap:0 1rem;width:100%;padding:.5rem .25rem;
border:0;border-radius:0;text-align:left}#history-list bdi{overflow:hidden;font-size:.9375rem;text-overflow:ellipsis;
white-space:nowrap}#history-list :focus-visible{outline-offset:-2px}@media(min-width:48rem){#history-list
button{grid-template-columns:15rem minmax(0,1fr);align-items:baseline}}#model-name{font-size:1.1875rem;
font-weight:600}.version{margin-left:.25rem;color:var(--soft);font-size:.875rem;font-weight:400}
.key-figures,.facts{display:grid}.key-figures{grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));
gap:1.25rem 1.5rem}.key-figures>div{padding-top:.5rem;border-top:1px solid var(--strong-rule)}.facts{
grid-template-columns:repeat(auto-fill,minmax(9.5rem,1fr));align-content:start;gap:.75rem 1.5rem}
.beside{display:grid;grid-template-columns:minmax(0,1fr);gap:1.5rem 3rem}@media(min-width:48rem){
.beside{grid-template-columns:auto minmax(0,1fr)}#confusion{min-width:26rem}.facts{padding-top:1.9rem}}
dt{color:var(--soft);font-size:.875rem}.key-figures .value{font-size:1.75rem;font-weight:600;line-height:1.3;
letter-spacing:-.015em}.key-figures .about{line-height:1.4}.scroll{overflow-x:auto}table{min-width:min(100%,26rem);
border-collapse:collapse;font-size:.9375rem;font-variant-numeric:tabular-nums;overflow-wrap:normal}
caption{padding-bottom:.5rem;color:var(--soft);font-size:.875rem;text-align:left}th,td{padding:.5rem
.9rem;border:1px solid var(--rule);text-align:left}thead th{color:var(--soft);font-size:.8125rem;
font-weight:500}tbody th{font-weight:500}td{text-align:right;line-height:1.3}td small{display:block;
font-size:.8125rem}.right{outline:2px solid var(--ink);outline-offset:-2px;background:color-mix(in
oklab,var(--accent) var(--heat),var(--paper))}.wrong{background:color-mix(in oklab,var(--warm) var(--heat),var(--paper))}
@media(prefers-reduced-motion:no-preference){.bar:before{transition:width .25s ease-out}}</style>
<script>"use strict";(()=>{var c="kanjo-page";function r(e){let t=u()[e];return typeof t=="string"?t:null}function u(){try{let e=JSON.parse(localStorage.getItem(c)??"{}");return{...Object(e)}}catch{return{}}}function i(){let[e="en"]=navigator.languages;a("language",r("language")??(e.startsWith("ja")?"ja":
"en")),a("theme",r("theme")??"auto")}function a(e,t){let o=document.documentElement;if(e==="theme"){o.dataset.theme=t;return}o.lang=t===
"ja"?"ja":"en";let n=document.querySelector("title");n!==null&&(n.textContent=n.dataset[o.lang]??
n.textContent)}i();})();</script>
</head>
<body>
<a class="skip" href="#text"><span lang="en">Skip to the text</span><span lang="ja">入力欄へ</span></a>
<header>
<div class="controls">
<fieldset class="choice">
<legend class="unseen"><span lang="en">Language</span><span lang="ja">言語</span></legend>
<label><input type="radio" name="language" value="en" autocomplete="off" /><bdi lang="en">English</bdi></label>
<label><input type="radio" name="language" value="ja" autocomplete="off" /><bdi lang="ja">日本語</bdi></label>
</fieldset>
<fieldset class="choice">
<legend class="unseen"><span lang="en">Colours</span><span lang="ja">配色</span></legend>
<label><input type="radio" name="theme" value="auto" autocomplete="off" /><span lang="en">Auto</span><span lang="ja">自動</span></label>
<label><input
type="radio"
name="theme"
value="light"
autocomplete="off"/><span lang="en">Light</span><span lang="ja">ライト</span></label>
<label><input
type="radio"
name="theme"
value="dark"
autocomplete="off"/><span lang="en">Dark</span><span lang="ja">ダーク</span></label>
</fieldset>
</div>
<p class="eyebrow">Kanjo</p>
<h1><span lang="en">How does this text feel?</span><span lang="ja">この文章は、どんな気持ち？</span></h1>
<p class="lead">
<span lang="en">Write or paste Japanese. The answer comes while you
type.</span><span lang="ja">日本語の文章を書くか貼り付けてください。入力するそばから判定します。</span>
</p>
<noscript>
<p class="lead">
<span>This page needs JavaScript; the <a href="/docs">API</a> does not.</span>
</p>
<p class="lead">
<bdi lang="ja">このページにはJavaScriptが必要です。<a href="/docs">API</a>には不要です。</bdi>
</p>
</noscript>
</header>
<main>
<div class="try">
<section class="ask" aria-labelledby="ask-title">
<h2 id="ask-title">
<label for="text"><span lang="en">Your text</span><span lang="ja">文章</span></label>
</h2>
<textarea
id="text"
lang="ja"
rows="6"
autocomplete="off"
spellcheck="false"
autocapitalize="off"
aria-describedby="privacy"></textarea>
<div class="under">
<p id="status"></p>
<p id="length"></p>
</div>
<form id="key-form" autocomplete="off" hidden>
<p id="key-note"></p>
<label for="key"><span lang="en">API key</span><span lang="ja">APIキー</span></label>
<input
id="key"
type="password"
autocomplete="off"
spellcheck="false"
required
pattern="\\s*[\\w.~+\\/\\-]+=*\\s*"
aria-describedby="key-note"/>
<button><span lang="en">Use it</span><span lang="ja">使う</span></button>
</form>
<p class="note" id="examples-title"><span lang="en">Or take an example:</span><span lang="ja">例を試す：</span></p>
<ul id="examples" class="chips" aria-labelledby="examples-title"></ul>
<p class="note" id="privacy">
<span lang="en">The text goes to this service and nowhere else. Neither the address nor the browser’s
storage ever holds
it.</span><span lang="ja">文章はこのサービスにだけ送られます。URLにもブラウザーの保存領域にも残りません。</span>
</p>
</section>
<div id="result" class="result">
<section id="answer" class="answer" aria-labelledby="answer-title">
<h2 id="answer-title"><span lang="en">Answer</span><span lang="ja">判定</span></h2>
<p id="verdict"></p>
<ul id="scores"></ul>
<div id="remarks"></div>
<label class="check"><input id="words" type="checkbox" autocomplete="off" /><span lang="en">Show what each word
does</span><span lang="ja">語ごとの影響を表示</span></label>
</section>
<section id="reading" class="reading" aria-labelledby="reading-title" hidden>
<h2 id="reading-title"><span lang="en">Where it comes from</span><span lang="ja">判定の手がかり</span></h2>
<ol id="sentences"></ol>
<p id="reading-note" class="note" hidden></p>
<p id="legend" class="legend">
<mark class="for-3"><span lang="en">speaks for the answer</span><span lang="ja">判定を支持</span></mark><mark class="against-3"><span lang="en">speaks against it</span><span lang="ja">判定に反対</span></mark>
</p>
<div id="strongest" class="strongest"></div>
</section>
</div>
</div>
<div id="announcements" class="unseen" role="status"></div>
<section id="history" aria-labelledby="history-title" hidden>
<div class="headed">
<h2 id="history-title"><span lang="en">This visit</span><span lang="ja">この閲覧の履歴</span></h2>
<button id="history-clear" type="button"><span lang="en">Clear</span><span lang="ja">消去</span></button>
</div>
<p class="note">
<span lang="en">Gone when you leave or reload the page.</span><span lang="ja">ページを離れるか再読み込みすると消えます。</span>
</p>
<ol id="history-list"></ol>
</section>
<section aria-labelledby="model-title">
<h2 id="model-title"><span lang="en">The model</span><span lang="ja">モデル</span></h2>
<p id="model-name"><span lang="en">Asking for it…</span><span lang="ja">読み込み中…</span></p>
<dl id="figures" class="key-figures"></dl>
<div class="beside">
<div
id="confusion"
class="scroll"
role="group"
aria-labelledby="model-title"
tabindex="0"></div>
<dl id="facts" class="facts"></dl>
</div>
</section>
<section aria-labelledby="code-title">
<h2 id="code-title"><span lang="en">From your own code</span><span lang="ja">コードから使う</span></h2>
<div class="headed">
<fieldset class="choice">
<legend class="unseen"><span lang="en">Programming language</span><span lang="ja">プログラミング言語</span></legend>
<label><input type="radio" name="code" value="curl" autocomplete="off" />curl</label>
<label><input
type="radio"
name="code"
value="typescript"
autocomplete="off"/>TypeScript</label>
<label><input type="radio" name="code" value="python" autocomplete="off" />Python</label>
</fieldset>
<button id="copy" type="button" aria-live="polite"><span lang="en">Copy</span><span lang="ja">コピー</span></button>
</div>
<pre tabindex="0" role="group" aria-labelledby="code-title"><code id="code"></code></pre>
<p class="note">
<span lang="en">All there is to ask: <a href="/docs">documentation</a> and
<a href="/openapi.json">OpenAPI</a>.</span><span lang="ja">詳しくは<a href="/docs">ドキュメント</a>と<a
href="/openapi.json">OpenAPI</a>をご覧ください。</span>
</p>
</section>
</main>
<footer>
<p>
<span lang="en">A model reads patterns, not minds: for what matters, have a person
look.</span><span lang="ja">モデルが読むのは言葉の型であり、心ではありません。大切な判断は人の目で。</span>
</p>
</footer>
<script>"use strict";(()=>{function ce(t){if(typeof t=="string")return[document.createTextNode(t)];let[e,n]=t;return[le("en",
e),le("ja",n)]}function de(t){return A(t)[Z()==="ja"?1:0]}function A(t){return typeof t=="string"?
[t,t]:t}function Z(){return document.documentElement.lang==="ja"?"ja":"en"}function le(t,e){let n=document.
createElement("span");return n.lang=t,n.textContent=e,n}function r(t,e,...n){let o=document.createElement(t);for(let[s,i]of Object.entries(e))o.setAttribute(
s,i);return c(o,...n),o}function c(t,...e){t.replaceChildren(...e.flatMap(Oe))}function a(t,e){let n=document.
getElementById(t);if(n instanceof e)return n;throw new Error(\`page.html has no \${e.name} #\${t}\`)}
function N(t){return[...document.querySelectorAll(\`input[type=radio][name="\${t}"]\`)]}function Oe(t){
return t instanceof Node?[t]:ce(t)}var Ce=1200,O=class{#e=a("announcements",HTMLElement);#t=0;announce(...e){let n=e.map(de).join("\\
 ");clearTimeout(this.#t),this.#t=setTimeout(()=>this.#n(n),Ce)}hush(){clearTimeout(this.#t)}#n(e){
this.#e.textContent!==e&&(this.#e.textContent=e)}};var ue={tone:"positive",sign:"▲"},me={tone:"negative",sign:"▼"},He={tone:"neutral",sign:"■"},
_e={positive:{name:["Positive","ポジティブ"],...ue},negative:{name:["Negative","ネガティブ"],
...me},neutral:{name:["Neutral","中立"],...He},mixed:{name:["Mixed","混合"],tone:"other-0",sign:"\\
◆"},"very positive":{name:["Very positive","とてもポジティブ"],...ue,sign:"▲▲"},"v\\
ery negative":{name:["Very negative","とてもネガティブ"],...me,sign:"▼▼"}},Re=5;function f(t,e){
let n=_e[t.toLowerCase().replaceAll(/[-_]/g," ")];if(n!==void 0)return n;let o=Math.max(0,e.indexOf(
t));return{name:t,tone:\`other-\${o%Re}\`,sign:"●"}}function E({name:t,tone:e,sign:n}){let o=typeof t==
"string"?r("bdi",{},t):r("span",{},t),s=r("span",{class:"sign","aria-hidden":"true"},n);return r(
"span",{class:\`label tone-\${e}\`},s,o)}var Fe=new Intl.NumberFormat("en"),We=new Intl.NumberFormat("en",{style:"percent",minimumFractionDigits:1,
maximumFractionDigits:1}),je=new Intl.NumberFormat("en",{minimumFractionDigits:1,maximumFractionDigits:1,
signDisplay:"exceptZero"});function h(t){return Fe.format(t)}function m(t){return We.format(t)}function C(t){
return je.format(t*100).replace("-","−")}function he(t){return\`\${(t/1e6).toFixed(1)} MB\`}var De=["Not sure","判断できません"],H=class{#e=a("answer",HTMLElement);#t=a("verdict",HTMLElement);#n=a(
"scores",HTMLElement);#o=a("remarks",HTMLElement);showLabels(e){this.#e.dataset.kind="empty",c(this.#t,
["The answer comes here","ここに判定が出ます"]),c(this.#n,...e.map(n=>pe(f(n,e),null))),
c(this.#o)}show(e,n,o){let{label:s,score:i,scores:l,abstained:u}=e,d=Object.keys(l),p=f(s,d);this.#e.
dataset.kind=u?"unsure":"sure";let k=r("span",{class:"score"},m(i));c(this.#t,...u?[De]:[E(p),k]);
let b=Object.entries(l);c(this.#n,...b.map(([X,Ne])=>pe(f(X,d),Ne)));let Ie=Ke(e,p,n,o);c(this.#o,
...Ie.map(X=>r("p",{},X)))}};function pe(t,e){let n=r("span",{class:\`bar tone-\${t.tone}\`,"aria-h\\
idden":"true"});n.style.setProperty("--share",String(e??0));let o=r("span",{class:"value"},e===null?
"–":m(e));return r("li",{},E(t),o,n)}function Ke({abstained:t,score:e,windows:n},{name:o},s,i){
return[...t?[Qe(o,e,i)]:[],...n>1?[Je(n,i)]:[],...Ue(s)?[]:[Be]]}var Be=["There is no Japanese i\\
n this text. The model knows only Japanese, so its answer means little.","日本語が含まれていません。モデルは日本語だけ\\
を学習しているため、この判定はあまり当てになりません。"];function Ue(t){
return/[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}]/u.test(t)}function Qe(t,e,n){let[o,
s]=A(t),i=m(e),l=n?.calibration.abstain?.below;return l===void 0?[\`It leans to “\${o}” with \${i}\\
, too little to rely on.\`,\`「\${s}」寄り（\${i}）ですが、信頼できる水準に届きません。\`]:
[\`It leans to “\${o}” with \${i}; this model can be relied on from \${m(l)}.\`,\`「\${s}」寄り（\${i}\\
）ですが、信頼できる\${m(l)}に届きません。\`]}function Je(t,e){let[n,o]=[h(t),h(e?.
maxTokens??0)],[s,i]=e===null?["",""]:[\` (\${o} tokens)\`,\`（\${o}トークン）\`];return[\`Longer\\
 than what the model sees at once\${s}: read in \${n} overlapping parts and combined. Nothing was \\
left out.\`,\`モデルが一度に読める長さ\${i}を超えるため、重なり合う\${n}個に分け\\
て読み、まとめました。省いた部分はありません。\`]}var fe="kanjo-page";function $(t){let e=ye()[t];return typeof e=="string"?e:null}function M(t,e){
try{localStorage.setItem(fe,JSON.stringify({...ye(),[t]:e}))}catch{}}function ye(){try{let t=JSON.
parse(localStorage.getItem(fe)??"{}");return{...Object(t)}}catch{return{}}}function we(){ge("language",Z()),ge("theme",document.documentElement.dataset.theme??"auto")}function ge(t,e){
for(let n of N(t))n.checked=n.value===e,n.addEventListener("change",()=>{Ge(t,n.value),M(t,n.value)})}
function Ge(t,e){let n=document.documentElement;if(t==="theme"){n.dataset.theme=e;return}n.lang=
e==="ja"?"ja":"en";let o=document.querySelector("title");o!==null&&(o.textContent=o.dataset[n.lang]??
o.textContent)}var ee="スタッフの対応が丁寧で、また泊まりたいと思いました。";function be(t,e){
switch(t){case"curl":return qe(e);case"typescript":return Ye(e);case"python":return Ve(e)}}function qe({
origin:t,needsKey:e}){return\`curl \${t}/sentiment\${e?\` \\\\
  --header "authorization: Bearer $KANJO_KEY"\`:""} \\\\
  --json '{"text":"\${ee}"}'\`}function Ye({origin:t,needsKey:e}){return\`const response = await fe\\
tch("\${t}/sentiment", {
  method: "POST",
  headers: {
    "content-type": "application/json",\${e?"\\n    authorization: \`Bearer \${process.env.KANJO_KEY}\\
\`,":""}
  },
  body: JSON.stringify({ text: "\${ee}" }),
});
if (!response.ok) throw new Error(await response.text());
const { label, score } = await response.json();
console.log(label, score);\`}function Ve({origin:t,needsKey:e}){return\`import json\${e?\`
import os\`:""}
from urllib.request import Request, urlopen

request = Request(
    "\${t}/sentiment",
    data=json.dumps({"text": "\${ee}"}).encode(),
    headers={
        "content-type": "application/json",\${e?\`
        "authorization": "Bearer " + os.environ["KANJO_KEY"],\`:""}
    },
)
with urlopen(request) as response:
    answer = json.load(response)
print(answer["label"], answer["score"])\`}var ze=["Copy","コピー"],Xe=["Copied","コピーしました"],Ze=["The browser did not allow\\
 it","ブラウザーに拒否されました"],et=2e3,_=class{#e=a("code",HTMLElement);#t=a("co\\
py",HTMLButtonElement);#n=ke($("code"));#o=!1;constructor(){for(let e of N("code"))e.checked=e.value===
this.#n,e.addEventListener("change",()=>{this.#n=ke(e.value),M("code",this.#n),this.#r()});this.#t.
addEventListener("click",()=>{this.#s()}),this.#r()}askForKey(){this.#o=!0,this.#r()}#r(){let e={
origin:location.origin,needsKey:this.#o};this.#e.textContent=be(this.#n,e)}async#s(){let e=await tt(
this.#e.textContent??"");c(this.#t,e?Xe:Ze),setTimeout(()=>c(this.#t,ze),et)}};function ke(t){return t===
"typescript"||t==="python"?t:"curl"}async function tt(t){try{return await navigator.clipboard.writeText(
t),!0}catch{return!1}}var nt=[[["Praise","称賛"],"スタッフの対応が丁寧で、また泊まりたいと思いました。"],
[["Complaint","不満"],"買って三日で壊れました。問い合わせても返事がなく、がっかりです。"],
[["Both","長所と短所"],"料理は最高だったのに、店員の態度で台無しになった。"],
[["Negation","否定"],"期待していなかったけれど、悪くないどころか大満足でした！"],
[["Irony","皮肉"],"さすが人気店、水が出てくるまで三十分も待たせてくれました。"],
[["A review","レビュー"],\`駅から近いと聞いて、家族で一泊しました。フロントの方はとても親切で、子どもにも声をかけてくださいました。ただ、夕食の席に案内されるま\\
で四十分も待たされたのは残念でした。料理は温かく、特に魚の煮つけは絶品でした。
大浴場は少し狭いものの、また行きたいと思える宿でした。\`]];function ve(t){
let e=nt.map(([n,o])=>{let s=r("button",{type:"button"},n);return s.addEventListener("click",()=>t(
o)),r("li",{},s)});a("examples",HTMLElement).replaceChildren(...e)}var ot=50;function rt(t,e){let[n]=t,o=n!==void 0&&st(n.text,e.text),s=t.slice(o?1:0).filter(({text:i})=>i!==
e.text);return[e,...s].slice(0,ot)}function st(t,e){return t.startsWith(e)||e.startsWith(t)}var R=class{#e=a(
"history",HTMLElement);#t=a("history-list",HTMLElement);#n=a("history-clear",HTMLButtonElement);#o;#r=[];constructor(e){
this.#o=e,this.#n.addEventListener("click",()=>this.#s([]))}add(e){this.#s(rt(this.#r,e))}#s(e){
this.#r=e,this.#e.hidden=e.length===0,c(this.#t,...e.map(n=>r("li",{},this.#i(n))))}#i(e){let{label:n,
score:o,scores:s,abstained:i}=e.answer,l=f(n,Object.keys(s)),u=r("span",{class:"value"},m(o)),d=i?
[r("span",{class:"doubt"},["unsure","不確か"])]:[],p=r("span",{class:"verdict"},E(l),u,...d),
k=r("bdi",{lang:"ja"});k.textContent=e.text;let b=r("button",{type:"button"},p,k);return b.addEventListener(
"click",()=>this.#o(e)),b}};var F=class{#e=a("key-form",HTMLFormElement);#t=a("key",HTMLInputElement);#n=a("key-note",HTMLElement);constructor(e){
this.#e.addEventListener("submit",n=>{n.preventDefault(),this.#e.hidden=!0,e(this.#t.value.trim())})}show(e){
this.#e.hidden&&(this.#e.hidden=!1,this.#t.setAttribute("aria-invalid",String(e)),c(this.#n,e?["\\
This key is not accepted.","このキーは使えません。"]:["This service answers to those \\
who have a key. It is kept until you leave or reload this page.","このサービスの利用にはキーが必要です。キーはページを離れるか\\
再読み込みするまで保持されます。"]))}hide(){this.#e.hidden=!0,this.#t.value=""}};function Ee(t,e){let n=t.map(d=>f(d,t).name),o=r("th",{scope:"col"},["True ↓ · answered →",
"正解 ↓ · 判定 →"]),s=n.map(d=>r("th",{scope:"col"},d)),i=e.map((d,p)=>r("tr",{},r("th",
{scope:"row"},n[p]??""),...it(d,p))),l=r("caption",{id:"confusion-title"},["Confusion matrix: wh\\
at texts of each label were taken for","混同行列：各ラベルの文章が何と判定されたか"]),
u=r("thead",{},r("tr",{},o,...s));return r("table",{},l,u,r("tbody",{},...i))}function it(t,e){let n=t.
reduce((o,s)=>o+s,0);return t.map((o,s)=>{let i=n===0?0:o/n,l=s===e?"right":"wrong",u=r("b",{},h(
o)),d=r("td",{class:l},u,r("small",{},m(i)));return d.style.setProperty("--heat",\`\${Math.round(i*
40)}%\`),d})}var at=["Its manifest has no evaluation.","マニフェストに評価結果がありません。"],
j=class{#e=a("model-name",HTMLElement);#t=a("figures",HTMLElement);#n=a("facts",HTMLElement);#o=a(
"confusion",HTMLElement);show(e){let n=r("bdi",{class:"version"},e.version);c(this.#e,r("bdi",{},
e.name)," ",n);let o=e.metrics.test??Object.values(e.metrics)[0];o===void 0?(c(this.#t,r("p",{},
at)),c(this.#o)):(c(this.#t,...lt(o,e)),c(this.#o,Ee(e.labels,o.confusionMatrix))),c(this.#n,...ct(
e))}};function lt(t,{calibration:e}){let n=h(t.count),o=e.abstain;return[W(["Accuracy","正解率"],
m(t.accuracy),[\`of \${n} texts that it was not trained on\`,\`学習に使っていない\${n}件\`]),
W(["Macro-F1","マクロF1"],m(t.macroF1),["every label counts the same","各ラベルを同じ重みで平均"]),
W(["Calibration error","較正誤差"],m(t.expectedCalibrationError),["mean gap between a score \\
and how often it is right","スコアと実際の正解率との平均的なずれ"]),...o===null?
[]:[W(["Right when sure","確信時の正解率"],m(o.accuracy),[\`of the \${m(o.coverage)} with a\\
 score of \${m(o.below)} or more\`,\`スコア\${m(o.below)}以上の文章（全体の\${m(o.coverage)}\\
）\`])]]}function W(t,e,n){return r("div",{},r("dt",{},t),r("dd",{class:"value"},e),r("dd",{class:"\\
about"},n))}function ct(t){let{baseModel:e,compression:n,createdAt:o,files:s,manifestSha256:i,maxTokens:l}=t,
u=s.reduce((d,p)=>d+p.bytes,0);return[S(["Made","作成"],o.slice(0,10)),S(["Base model","事前学習モデ\\
ル"],e??["none","なし"]),S(["Longest input","最大入力長"],[\`\${h(l)} tokens\`,\`\${h(l)}トークン\`]),
S(["Weights","重み"],n.weights),S(["Size of all files","全ファイルの容量"],he(u)),S(["\\
Digest","ダイジェスト"],\`\${i.slice(0,12)}…\`)]}function S(t,e){return r("div",{},r("dt",{},
t),r("dd",{},e))}var D=class{#e;#t=null;#n=!1;#o=0;#r=0;constructor(e){this.#e=e}get facts(){return this.#t}refresh(e){
this.#t?.manifestSha256!==e&&this.load()}async load(){if(this.#n)return;clearTimeout(this.#r),this.#n=
!0;let{service:e,show:n,needKey:o}=this.#e,s=await e.fetchModel();switch(this.#n=!1,s.kind){case"\\
answer":return this.#o=0,this.#t=s.body,n(s.body);case"key-needed":return o();case"busy":case"un\\
reachable":case"refused":return this.#s(s.kind==="busy"?s.retryAfterMs:null)}}#s(e){let n=Math.min(
6e4,2e3*2**this.#o);this.#o+=1,this.#r=setTimeout(()=>{this.load()},e??n)}};var dt={"text-too-long":["The text is too long.","文章が長すぎます。"],"work-too-large":[
"The text is too long for this model. Try a part of it.","このモデルには長すぎます。一部だけで試してください。"],
"body-too-large":["The text is too long.","文章が長すぎます。"],"text-has-nul":["The te\\
xt has a NUL character, after which the model would see nothing.","文章にNUL文字があり、その先をモデルが読めません。"],
"text-malformed":["The text has half of a character in it, as if it was cut in the middle of one\\
.","文字の途中で切れた文章のようです。"],"model-unavailable":["There is no mode\\
l to answer now.","現在、応答できるモデルがありません。"],internal:["Something\\
 went wrong on the service's side.","サービス側で問題が起きました。"]},ut=["Asked\\
 too often for now.","問い合わせが多すぎます。"],mt=["The service is busy.","サービスが混み\\
合っています。"],ht=["The service did not take the text.","サービスが文章を受け付けませんでした。"],
pt=["The service cannot be reached.","サービスに接続できません。"];function I({type:t,
status:e}){let n=t.replace(/^.*\\/problems\\//,""),o=Object.entries(dt).find(([s])=>s===n);return o!==
void 0?o[1]:e===429?ut:e>500?mt:ht}function K(t){let e=h(t);return[\`The text is too long: at mos\\
t \${e} characters can be read.\`,\`文章が長すぎます。読めるのは\${e}文字までです。\`]}
function B(t){return t.kind==="unreachable"?pt:I(t.problem)}function te({title:t,status:e}){return r(
"small",{class:"title",lang:"en"},\`\${t} (\${e})\`)}var U=class{#e;#t;#n=null;#o=null;#r=0;#s=null;#i=null;#l=0;#c=!1;#d=()=>{};constructor(e){this.#e=
e,this.#t=e.explains}take(e,{pause:n}){let o=this.#e.clock.now();if(this.#r=n?o:o-1e3,this.#m(),
e.trim()==="")return this.#e.tell({kind:"idle"});this.#a({text:e,explain:!1},o+(n?350:0))}forget(){
this.#m()}setExplains(e){this.#t=e,!e&&this.#n?.question.explain===!0&&this.#h();let n=this.#s;e&&
n!==null&&!n.explain&&this.#o===null&&this.#a({...n,explain:!0},this.#e.clock.now())}hurry(){this.#c=
!1,this.#i=null,this.#u()}#m(){this.#h(),this.#s=null,this.#o?.abort()}#h(){this.#d(),this.#n=null}#a(e,n){
this.#n={question:e,dueMs:n},this.#u()}#u(){this.#d();let{clock:e,tell:n}=this.#e;if(this.#n===null||
this.#o!==null)return;if(this.#c)return n({kind:"key-needed"});let o=this.#i,{dueMs:s}=this.#n;o!==
null&&o.untilMs>s&&n({kind:"waiting",...o});let i=Math.max(s,o?.untilMs??0);this.#d=e.after(i-e.
now(),()=>{this.#f()})}async#f(){if(this.#n===null)return;let{question:e}=this.#n,n=new AbortController;
this.#n=null,this.#i=null,this.#o=n,this.#e.tell({kind:"asking",question:e});let o=await this.#e.
ask(e,n.signal);if(this.#o=null,!n.signal.aborted)return this.#y(e,o);o.kind==="busy"&&this.#p(o),
this.#u()}#y(e,n){if(n.kind==="busy"||n.kind==="unreachable")return this.#p(n),this.#a(e,this.#e.
clock.now());if(this.#l=0,n.kind==="answer")return this.#g(e,n.body);if(n.kind==="refused")return this.#e.
tell({...n,question:e});this.#c=!0,this.#a(e,this.#e.clock.now())}#g(e,n){let o=e.explain||!this.#t;
this.#s=e,this.#e.tell({kind:"answered",question:e,answer:n,isFinal:o}),o||this.#a({...e,explain:!0},
this.#r+1e3)}#p(e){let{clock:n,random:o}=this.#e,s=Math.min(3e4,1e3*2**this.#l),l=((e.kind==="bu\\
sy"?e.retryAfterMs:null)??s)*(1+o()/4);this.#l+=1,this.#i={delay:e,untilMs:n.now()+l}}};var Te=3,ft=.02,yt=8,gt=.005;function xe(t){return Math.max(ft,...t.map(({weight:e})=>Math.abs(e)))}
function ne(t,{start:e,end:n},o,s){let i=[],l=e;for(let d of o){let p=bt(d.weight,s);d.start<l||
d.end>n||p===0||(i.push(t.slice(l,d.start),wt(t,d,p)),l=d.end)}i.push(t.slice(l,n));let u=r("bdi",
{lang:"ja",class:"words"});return u.append(...i),u}function wt(t,{start:e,end:n,weight:o},s){let i=o<
0?"against":"for",l=r("mark",{class:\`\${i}-\${s}\`,title:C(o)});return l.textContent=t.slice(e,n),l}
function bt(t,e){return Math.min(Te,Math.floor(Math.abs(t)/e*(Te+.5)))}function Le(t){return t.filter(
({weight:e})=>Math.abs(e)>=gt).toSorted((e,n)=>Math.abs(n.weight)-Math.abs(e.weight)).slice(0,yt)}var kt=["The text is too long to weigh every word of it.","長い文章のため、語ごとの影響は調べられません。"],
vt=["Taking out any single word hardly changes the answer.","どの語を一つ除いても、判定はほとんど変わりません。"],
Q=class{#e=a("reading",HTMLElement);#t=a("sentences",HTMLElement);#n=a("legend",HTMLElement);#o=a(
"strongest",HTMLElement);#r=a("reading-note",HTMLElement);hide(){this.#e.hidden=!0}show(e,n){let{
sentences:o=[],explain:s,scores:i,label:l}=n,u=Object.keys(i),d=xe(s??[]),p={start:0,end:e.length},
k=o.length>1?o.map(b=>Et(e,b,s??[],d)):[r("li",{},ne(e,p,s??[],d))];c(this.#t,...k),this.#s(l,u),
this.#i(s??null,f(l,u)),this.#r.hidden=!0,this.#e.hidden=o.length<2&&s===void 0}showTooLong(){c(
this.#r,kt),this.#r.hidden=!1,this.#e.hidden=!1}#s(e,n){let o=n.filter(i=>i!==e),[s]=o.length===
1?o:[];this.#e.dataset.for=f(e,n).tone,this.#e.dataset.against=s===void 0?"any":f(s,n).tone}#i(e,n){
let o=Le(e??[]);if(this.#n.hidden=o.length===0,this.#o.hidden=e===null,e===null)return;let[s,i]=A(
n.name),l=r("p",{class:"about"},[\`What a word adds to “\${s}” or takes from it, in points:\`,\`\\
「\${i}」のスコアに対する語の影響（ポイント）：\`]),u=r("ul",{},...o.map(Tt));
c(this.#o,...o.length===0?[r("p",{},vt)]:[l,u])}};function Et(t,e,n,o){let{label:s,score:i,scores:l,
abstained:u}=e,d=f(s,Object.keys(l)),p=r("span",{class:"value"},m(i)),k=r("span",{class:"doubt"},
["unsure","不確か"]),b=r("span",{class:"verdict"},E(d),p);return u&&b.append(k),r("li",{},b,ne(
t,e,n,o))}function Tt({text:t,weight:e}){let n=r("bdi",{lang:"ja"});n.textContent=t;let o=e<0?"a\\
gainst-3":"for-3",s=r("span",{class:"value"},C(e));return r("li",{},r("mark",{class:o},n),s)}var xt=new Set([429,502,503,504]),J=class{#e=null;useKey(e){this.#e=e}hasKey(){return this.#e!==
null}ask({text:e,explain:n},o){let s=JSON.stringify({text:e,explain:n,sentences:!0}),i={"content\\
-type":"application/json"};return this.#t("/sentiment",{method:"POST",headers:i,body:s,signal:o})}fetchModel(){
return this.#t("/model",{})}async#t(e,n){let o=new Headers(n.headers);this.#e!==null&&o.set("aut\\
horization",\`Bearer \${this.#e}\`);try{return await Lt(await fetch(e,{...n,headers:o,cache:"no-sto\\
re"}))}catch{return{kind:"unreachable"}}}};async function Lt(t){if(t.ok)return{kind:"answer",body:await t.
json()};if(t.status===401)return{kind:"key-needed"};let e=await Mt(t);return xt.has(t.status)?{kind:"\\
busy",problem:e,retryAfterMs:St(t.headers)}:{kind:"refused",problem:e}}async function Mt(t){let{
status:e}=t,n={type:"about:blank",title:\`HTTP \${e}\`,status:e,detail:""};try{return{...n,...Object(
await t.json())}}catch{return n}}function St(t){let e=t.get("retry-after");return e!==null&&/^\\d+$/.
test(e)?Number(e)*1e3:null}var Pt=["Write Japanese, or take an example.","日本語の文章を書くか、例を選んでください。"],
At=["Reading…","読んでいます…"],$t=["Weighing every word…","語の影響を調べています…"],
oe=["A key is needed.","キーが必要です。"],It=["Try now","今すぐ試す"],G=class{#e=a(
"status",HTMLElement);#t;#n=0;constructor(e){this.#t=e}showIdle(){this.#o("idle",r("span",{},Pt))}showAsking({
explain:e}){this.#o("asking",r("span",{},e?$t:At))}showAnswer({tokens:e},n){let o=h(e),s=n===null?
"":\` · \${h(Math.max(1,Math.round(n)))} ms\`;this.#o("done",r("span",{},[\`\${o} tokens\${s}\`,\`\${o}ト\\
ークン\${s}\`]))}showKeyNeeded(){this.#o("failed",r("span",{},oe))}showProblem(e){this.#o("fail\\
ed",r("span",{},I(e)),te(e))}showTooLong(e){this.#o("failed",r("span",{},K(e)))}showWait(e,n){let o=r(
"span",{}),s=r("button",{type:"button"},It);s.addEventListener("click",this.#t);let i=e.kind==="\\
busy"?[te(e.problem)]:[];this.#o("failed",r("span",{},B(e)),o,s,...i);let l=()=>{let u=Math.max(
0,Math.ceil((n-Date.now())/1e3));c(o,[\`Next try in \${u} s.\`,\`\${u}秒後に再試行します。\`])};
l(),this.#n=setInterval(l,1e3)}#o(e,...n){clearInterval(this.#n),this.#e.dataset.kind=e,c(this.#e,
...n)}};we();var V=new J,T=new O,q=new H,re=new Q,Nt=new j,Ot=new _,y=a("text",HTMLTextAreaElement),se=a(
"result",HTMLElement),v=a("words",HTMLInputElement);v.checked=$("words")!=="false";var Y=null,Me=0,
g=null,x=new U({ask:(t,e)=>V.ask(t,e),tell:_t,clock:{now:Date.now,after:jt},random:Math.random,explains:v.
checked}),w=new G(()=>x.hurry()),Ct=new R(Wt),Se=new F(t=>{V.useKey(t),y.focus(),x.hurry(),L.load()}),
L=new D({service:V,needKey:$e,show:t=>{Se.hide(),Nt.show(t),g===null?q.showLabels(t.labels):q.show(
g.answer,g.text,t),z()}});y.addEventListener("input",t=>{t instanceof InputEvent&&t.isComposing||
P({pause:!0})});y.addEventListener("compositionend",()=>P({pause:!0}));y.addEventListener("keydo\\
wn",t=>{t.key==="Enter"&&(t.ctrlKey||t.metaKey)&&P({pause:!1})});v.addEventListener("change",()=>{
M("words",String(v.checked)),se.classList.toggle("plain-words",!v.checked),x.setExplains(v.checked)});
se.classList.toggle("plain-words",!v.checked);ve(t=>{y.value=t,P({pause:!1})});addEventListener(
"online",()=>x.hurry());z();w.showIdle();L.load();y.value.trim()!==""&&P({pause:!1});function P({
pause:t}){T.hush(),ae(),z();let e=L.facts?.limits.textUnits??Number.POSITIVE_INFINITY;y.value.length>
e?Ht(e):x.take(y.value,{pause:t})}function Ht(t){x.forget(),ie(),w.showTooLong(t),T.announce(K(t))}
function _t(t){switch(t.kind){case"idle":return ie(),w.showIdle();case"asking":return Me=performance.
now(),w.showAsking(t.question);case"answered":return Rt(t);case"waiting":return T.announce(B(t.delay)),
w.showWait(t.delay,t.untilMs);case"refused":return Ft(t);case"key-needed":return $e()}}function ie(){
g=null,ae(),re.hide(),q.showLabels(L.facts?.labels??[])}function Rt({question:t,answer:e,isFinal:n}){
t.explain||(Y=performance.now()-Me),w.showAnswer(e,Y),Pe({text:t.text,answer:e}),L.refresh(e.model.
manifestSha256),n&&Ae({text:t.text,answer:e})}function Pe(t){g=t,ae(),q.show(t.answer,t.text,L.facts),
re.show(t.text,t.answer)}function Ae(t){Ct.add(t);let{label:e,score:n,scores:o,abstained:s}=t.answer,
{name:i}=f(e,Object.keys(o));s?T.announce(["Not sure.","判断できません。"]):T.announce(i,
m(n))}function Ft({question:t,problem:e}){if(t.explain&&g!==null)return w.showAnswer(g.answer,Y),
re.showTooLong(),Ae(g);ie(),w.showProblem(e),T.announce(I(e))}function $e(){w.showKeyNeeded(),T.
announce(oe),Ot.askForKey(),Se.show(V.hasKey())}function Wt(t){x.forget(),Y=null,y.value=t.text,
y.focus(),z(),Pe(t),w.showAnswer(t.answer,null),v.checked&&t.answer.explain===void 0&&P({pause:!1})}
function ae(){se.classList.toggle("stale",g!==null&&g.text!==y.value)}function z(){let t=L.facts?.
limits.textUnits,e=h(y.value.length);c(a("length",HTMLElement),t===void 0?e:\`\${e} / \${h(t)}\`)}function jt(t,e){
let n=setTimeout(e,Math.max(0,t));return()=>clearTimeout(n)}})();</script>
</body>
</html>
`;

/** Its `Content-Security-Policy`. */
export const POLICY = `default-src 'none'; style-src 'sha256-CrC/hrFvDh1e1UwLukeB4/6C7MUnT3xIFYVfd4U95+c='; script-src 'sha256-IJXBANlZlegykxEda9/gH32VW97wRT5U4qyQDldzCB0=' 'sha256-09Ew5LFXnNXK48C8k/umT5swFoMmgv0kE3/tmgqRndQ='; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;

/** Its `ETag`. */
export const TAG = `"gTFfe4CxuzfOmqmDSfhggl"`;
